# Brainfuck four ways: a plain interpreter, an optimiser on a tree of instructions, a back end that
# turns the tree into nested procs, and one that writes Ruby source and evaluates it. The programs
# come from a little assembler with named cells, since nobody should write them by hand.

class BrainfuckError < StandardError
  def initialize(what, position) = super("#{what} at #{position}")
end

# The tape and both ends of the pipe.
class Tape
  attr_reader :out
  attr_accessor :at

  def initialize(input = "")
    @cells = Hash.new(0)
    @at = 0
    @input = input.each_byte
    @out = "".b
  end

  def [](offset) = @cells[@at + offset]

  def []=(offset, value)
    @cells[@at + offset] = value & 255
  end

  def put(offset = 0) = @out << self[offset]

  # The next byte; at the end of the input the cell becomes 0.
  def take(offset = 0)
    self[offset] = begin
      @input.next
    rescue StopIteration
      0
    end
  end

  def to_s = "at #{@at}: #{@cells.reject { |_, v| v.zero? }.sort.to_h}"
end

module Plain
  # Character by character with a table of matching brackets; returns the number of steps.
  def self.run(source, tape)
    jumps = match(source)
    pc = steps = 0
    while pc < source.size
      steps += 1
      case source[pc]
      when ">" then tape.at += 1
      when "<" then tape.at -= 1
      when "+" then tape[0] += 1
      when "-" then tape[0] -= 1
      when "." then tape.put
      when "," then tape.take
      when "[" then pc = jumps[pc] if tape[0] == 0
      when "]" then pc = jumps[pc] if tape[0] != 0
      else steps -= 1
      end
      pc += 1
    end
    steps
  end

  def self.match(source)
    open = []
    source.each_char.with_index.with_object({}) do |(c, i), jumps|
      case c
      when "[" then open << i
      when "]"
        j = open.pop or raise BrainfuckError.new("] without [", i)
        jumps[i], jumps[j] = j, i
      end
    end.tap { open.empty? or raise BrainfuckError.new("[ without ]", open.last) }
  end
end

# The instructions of the tree. Offsets are from the cell the tape stands at.
Add = Struct.new(:offset, :amount)
Set = Struct.new(:offset, :value)
Move = Struct.new(:by)
Put = Struct.new(:offset)
Take = Struct.new(:offset)
Multiply = Struct.new(:offset, :factors)
Scan = Struct.new(:by)
Loop = Struct.new(:body)

module Tree
  module_function

  def parse(source)
    stack = [[]]
    opened = []
    source.each_char.with_index do |c, i|
      case c
      when ">" then stack.last << Move.new(1)
      when "<" then stack.last << Move.new(-1)
      when "+" then stack.last << Add.new(0, 1)
      when "-" then stack.last << Add.new(0, -1)
      when "." then stack.last << Put.new(0)
      when "," then stack.last << Take.new(0)
      when "["
        opened << i
        stack << []
      when "]"
        opened.pop or raise BrainfuckError.new("] without [", i)
        body = stack.pop
        stack.last << Loop.new(body)
      end
    end
    raise BrainfuckError.new("[ without ]", opened.last) unless opened.empty?

    stack.first
  end

  def size(code) = code.sum { |i| i.is_a?(Loop) ? 1 + size(i.body) : 1 }

  def show(code)
    code.map do |i|
      case i
      when Add then "#{i.amount.positive? ? "+" : ""}#{i.amount}@#{i.offset}"
      when Set then "=#{i.value}@#{i.offset}"
      when Move then "move #{i.by}"
      when Put then "put@#{i.offset}"
      when Take then "take@#{i.offset}"
      when Multiply then "multiply@#{i.offset}#{i.factors}"
      when Scan then "scan #{i.by}"
      when Loop then "[#{show(i.body)}]"
      end
    end.join("; ")
  end
end

# Passes over the tree, each a method from code to code.
module Optimiser
  PASSES = %i[offsets loops offsets fold dead].freeze

  module_function

  def run(code) = PASSES.inject(code) { |c, pass| public_send(pass, c) }

  # Moves are delayed to the end of a straight piece; the instructions in between get offsets.
  def offsets(code)
    at = 0
    result = []
    flush = lambda do
      result << Move.new(at) unless at.zero?
      at = 0
    end
    code.each do |i|
      case i
      when Move then at += i.by
      when Loop
        flush.call
        result << Loop.new(offsets(i.body))
      when Scan
        flush.call
        result << i
      else
        result << shifted(i, at)
      end
    end
    flush.call
    result
  end

  def shifted(instruction, by)
    instruction.dup.tap do |i|
      i.offset += by
      i.factors = i.factors.transform_keys { |to| to + by } if i.is_a?(Multiply)
    end
  end

  # [-] sets, [>] scans, and a balanced loop that counts its cell down multiplies.
  def loops(code)
    code.flat_map do |i|
      next i unless i.is_a?(Loop)

      body = loops(i.body)
      case body
      when ->(b) { b.size == 1 && b[0].is_a?(Move) } then Scan.new(body[0].by)
      when ->(b) { b.all?(Add) } then multiplication(body) || Loop.new(body)
      else Loop.new(body)
      end
    end
  end

  def multiplication(body)
    sums = body.group_by(&:offset).transform_values { |adds| adds.sum(&:amount) }
    return unless sums.delete(0) == -1

    factors = sums.reject { |_, factor| factor.zero? }
    factors.empty? ? [Set.new(0, 0)] : [Multiply.new(0, factors), Set.new(0, 0)]
  end

  # Neighbours that change the same cell become one instruction.
  def fold(code)
    code.each_with_object([]) do |i, result|
      i = Loop.new(fold(i.body)) if i.is_a?(Loop)
      case [result.last, i]
      in [Add => a, Add => b] if a.offset == b.offset
        a.amount += b.amount
        result.pop if a.amount.zero?
      in [Set => a, Add => b] if a.offset == b.offset
        a.value = (a.value + b.amount) & 255
      in [Add | Set => a, Set => b] if a.offset == b.offset
        result[-1] = b
      else result << i.dup
      end
    end
  end

  # A loop right after a loop, or after its cell was set to zero, never runs.
  def dead(code)
    zero = false
    code.each_with_object([]) do |i, result|
      next if zero && (i in Loop | Scan | Multiply[0, _] | Set[0, 0])

      i = Loop.new(dead(i.body)) if i.is_a?(Loop)
      zero = (i in Loop | Scan | Set[0, 0]) || (zero && leaves_zero?(i))
      result << i
    end
  end

  def leaves_zero?(instruction)
    case instruction
    in Move | Multiply then false
    in Put then true
    else instruction.offset != 0
    end
  end
end

# The tree as nested procs: no instruction is looked at while the program runs.
module Procs
  module_function

  def compile(code)
    steps = code.map { |i| step(i) }
    case steps
    in [] then ->(_) {}
    in [one] then one
    in [one, two] then ->(t) { one.(t); two.(t) }
    else ->(t) { steps.each { |s| s.(t) } }
    end
  end

  def step(instruction)
    case instruction
    in Add[offset, amount] then ->(t) { t[offset] += amount }
    in Set[offset, value] then ->(t) { t[offset] = value }
    in Move[by] then ->(t) { t.at += by }
    in Put[offset] then ->(t) { t.put(offset) }
    in Take[offset] then ->(t) { t.take(offset) }
    in Scan[by] then ->(t) { t.at += by until t[0].zero? }
    in Multiply[offset, factors]
      lambda do |t|
        times = t[offset]
        factors.each { |to, factor| t[to] += times * factor } unless times.zero?
      end
    in Loop[body]
      inner = compile(body)
      ->(t) { inner.(t) until t[0].zero? }
    end
  end
end

# The tree as Ruby source: an array for the tape, a local for the position.
class Source
  def initialize(code)
    @lines = []
    @depth = 1
    each(code)
  end

  def text = ["lambda do |cells, input, out|", "  at = 0", *@lines, "  at", "end", ""].join("\n")

  # The lambda; `name` is the file that its backtraces show.
  def to_proc = eval(text, TOPLEVEL_BINDING.dup, "generated.rb", 1)

  private

  def each(code) = code.each { |i| emit(i) }

  def line(text) = @lines << ("  " * @depth) + text

  def cell(offset)
    case offset <=> 0
    when 0 then "cells[at]"
    when 1 then "cells[at + #{offset}]"
    else "cells[at - #{-offset}]"
    end
  end

  def emit(i)
    case i
    in Add(offset:, amount:) then line "#{cell offset} = #{cell offset} #{amount < 0 ? "-" : "+"} #{amount.abs} & 255"
    in Set(offset:, value:) then line "#{cell offset} = #{value}"
    in Move(by:) then line by.negative? ? "at -= #{-by}" : "at += #{by}"
    in Put(offset:) then line "out << #{cell offset}"
    in Take(offset:) then line "#{cell offset} = input.shift || 0"
    in Scan(by:) then line "at += #{by} until cells[at] == 0"
    in Multiply(offset:, factors:)
      factors.each { |to, factor| line "#{cell to} = #{cell to} + #{cell offset} * #{factor} & 255" }
    in Loop(body:)
      line "until cells[at] == 0"
      @depth += 1
      each(body)
      @depth -= 1
      line "end"
    end
  end
end

# Writes Brainfuck from Ruby blocks. Cells have names; every helper leaves its temporaries zero.
class Assembler
  def self.build(&) = new.tap { |a| a.instance_eval(&) }.text

  attr_reader :text

  def initialize
    @text = +""
    @at = 0
    @cells = Hash.new { |h, name| h[name] = h.size }
    @free = []
    @temporaries = 0
  end

  def go(name)
    distance = @cells[name] - @at
    @text << (distance.negative? ? "<" * -distance : ">" * distance)
    @at = @cells[name]
    self
  end

  def add(name, n) = go(name).then { @text << (n.negative? ? "-" * -n : "+" * n) }
  def clear(name) = go(name).then { @text << "[-]" }
  def set(name, n) = clear(name).then { add(name, n) }
  def put(name) = go(name).then { @text << "." }
  def take(name) = go(name).then { @text << "," }

  def while_not_zero(name)
    go(name)
    @text << "["
    yield
    go(name)
    @text << "]"
  end

  # Adds `from` times each factor to the targets and leaves `from` zero.
  def drain(from, **factors)
    while_not_zero(from) do
      add(from, -1)
      factors.each { |to, factor| add(to, factor) }
    end
  end

  def temporary
    name = @free.pop || :"t#{@temporaries += 1}"
    yield name
    @free << name
  end

  def copy(from, to)
    temporary do |t|
      drain(from, to => 1, t => 1)
      drain(t, from => 1)
    end
  end

  # Runs the block once if the cell is not zero; the cell is zero afterwards.
  def consume(name)
    while_not_zero(name) do
      yield
      clear(name)
    end
  end

  def if_equal(name, n, &block)
    temporary do |difference|
      temporary do |equal|
        copy(name, difference)
        add(difference, -n)
        add(equal, 1)
        consume(difference) { add(equal, -1) }
        consume(equal, &block)
      end
    end
  end

  # Divides by a constant: the quotient is added to one cell, the rest to another; `name` becomes zero.
  def divide(name, n, quotient, rest)
    while_not_zero(name) do
      add(name, -1)
      add(rest, 1)
      if_equal(rest, n) do
        clear(rest)
        add(quotient, 1)
      end
    end
  end

  # Prints a cell in decimal.
  def put_number(name)
    temporary do |n|
      temporary do |tens|
        temporary do |ones|
          temporary do |hundreds|
            temporary do |seen|
              copy(name, n)
              divide(n, 10, tens, ones)
              divide(tens, 10, hundreds, n)
              consume(copy_of(hundreds, seen)) { digit(hundreds); add(tens, 1) }
              copy(n, seen)
              drain(tens, seen => 1)
              consume(seen) { digit(n) }
              digit(ones)
              [n, ones, hundreds].each { |c| clear(c) }
            end
          end
        end
      end
    end
  end

  def copy_of(from, to) = copy(from, to).then { to }

  def digit(name)
    add(name, 48)
    put(name)
    add(name, -48)
  end

  def print(string)
    temporary do |t|
      now = 0
      string.each_byte do |byte|
        add(t, byte - now)
        put(t)
        now = byte
      end
      clear(t)
    end
  end
end

HELLO = Assembler.build { print "Hello, world!\n" }
ECHO = ",[.,]"
REVERSE = ">,[>,]<[.<]"
COUNTDOWN = Assembler.build do
  set :n, 12
  while_not_zero(:n) { put_number :n; print " "; add :n, -1 }
  print "lift off\n"
end
SQUARES = Assembler.build do
  add :square, 1
  add :odd, 3
  set :left, 9
  while_not_zero(:left) do
    put_number :square
    print " "
    copy :odd, :square
    add :odd, 2
    add :left, -1
  end
end
FIBONACCI = Assembler.build do
  add :b, 1
  set :left, 13
  while_not_zero(:left) do
    put_number :a
    print ","
    copy :b, :next
    drain :a, next: 1
    drain :b, a: 1
    drain :next, b: 1
    add :left, -1
  end
end
CAESAR = Assembler.build do
  take :c
  while_not_zero(:c) do
    add :c, 1
    if_equal(:c, "!".ord) { set :c, " ".ord }
    if_equal(:c, "{".ord) { set :c, "a".ord }
    put :c
    take :c
  end
end
FIZZ = Assembler.build do
  set :left, 15
  while_not_zero(:left) do
    %i[n three five].each { |c| add c, 1 }
    set :plain, 1
    if_equal(:three, 3) { print "Fizz"; clear :three; clear :plain }
    if_equal(:five, 5) { print "Buzz"; clear :five; clear :plain }
    consume(:plain) { put_number :n }
    print " "
    add :left, -1
  end
end

class Report
  BACK_ENDS = %i[plain tree_procs optimised_procs ruby].freeze

  def initialize(title, source, input = "")
    @title, @source, @input = title, source, input
    @tree = Tree.parse(source)
    @optimised = Optimiser.run(@tree)
  end

  def show
    results = BACK_ENDS.to_h { |name| [name, send(name)] }
    first, *others = results.values
    agreed = others.all?(first) ? "all agree" : "DIFFERENT #{results}"
    puts "#{@title}: #{first.inspect}"
    puts "  #{@source.count("-+<>.,[]")} characters, #{@steps} steps, " \
         "#{Tree.size(@tree)} -> #{Tree.size(@optimised)} instructions, #{agreed}"
  end

  private

  def plain
    tape = Tape.new(@input)
    @steps = Plain.run(@source, tape)
    tape.out
  end

  def tree_procs = with_tape(Procs.compile(@tree))
  def optimised_procs = with_tape(Procs.compile(@optimised))

  def with_tape(code)
    tape = Tape.new(@input)
    code.call(tape)
    tape.out
  end

  def ruby
    out = "".b
    Source.new(@optimised).to_proc.call(Hash.new(0), @input.bytes, out)
    out
  end
end

# With an argument only the quick programs run.
programs = { "hello" => [HELLO], "echo" => [ECHO, "same"], "reverse" => [REVERSE, "stressed"], "caesar" => [CAESAR, "hal xyz"] }
programs.merge!("countdown" => [COUNTDOWN], "squares" => [SQUARES], "fibonacci" => [FIBONACCI], "fizz" => [FIZZ]) if ARGV.empty?
programs.each { |title, arguments| Report.new(title, *arguments).show }

puts "--- passes"
{
  "runs" => "+++--->><<>+", "clear" => "+++[-]++", "copy" => "[->+<]", "multiply" => "++[->+++>--<<]>.", "scan" => "[>>]<[<]",
  "dead" => "[-][->+<]+[>]", "nested" => "+[>+[-]<-]", "unbalanced" => "[->+]", "two down" => "[--]", "cancel" => "+-><"
}.each do |title, source|
  tree = Tree.parse(source)
  puts "#{title}: #{Tree.show(tree)} => #{Tree.show(Optimiser.run(tree))}"
end

puts "--- source"
puts Source.new(Optimiser.run(Tree.parse("++>,[->+++<]>[>]<[-.<--]"))).text

puts "--- tape"
tape = Tape.new("A")
Procs.compile(Optimiser.run(Tree.parse("+++[->++>+++<<]>>>,>-"))).call(tape)
puts tape

puts "--- mistakes"
["+[[-]", "+]", "[]]", "[["].each do |source|
  %w[Plain Tree].each do |which|
    which == "Plain" ? Plain.run(source, Tape.new) : Tree.parse(source)
  rescue BrainfuckError => e
    puts "#{source} #{which}: #{e.message}"
  end
end
begin
  Source.new([Add.new(0, 1), Take.new(0)]).to_proc.call([1], nil, nil)
rescue NoMethodError => e
  puts e.message, e.backtrace.first
end
