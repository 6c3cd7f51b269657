# Every way out of every part of begin/rescue/else/ensure, in every kind of body. Each line of the
# output is one generated program: where what happens, the order of events, and the result.
#
# An action is placed at a part of a `begin` expression; for an action in the rescue part the body
# raises first. Redo and retry happen once. A syntax error is a result as well.

class Oops < StandardError; end

# The events of the running program, and how often redo and retry were reached.
class Trace
  def initialize
    @events = []
    @turns = Hash.new(0)
  end

  def <<(event) = tap { @events << event }
  def once(what) = (@turns[what] += 1) == 1
  def to_s = @events.join(" ")
end

# The text of a part's action. The conditions keep a value possible: `x = (return)` is a syntax error.
ACTIONS = {
  none: "",
  raise: "raise Oops, PART",
  return: "return [:returned, PART] if T",
  break: "break [:broke, PART] if T",
  next: "next [:nexted, PART] if T",
  redo: "redo if T.once(:redo)",
  retry: "retry if T.once(:retry)",
  throw: "throw :ball, [:thrown, PART]",
  exit: "exit 3",
}.freeze

# The bodies that the expression stands in: EXPRESSION is replaced.
CONTAINERS = {
  method: <<~RUBY,
    def subject
      EXPRESSION
      T << "after"
      [:end, value]
    end
    subject
  RUBY
  block: <<~RUBY,
    def twice
      yield 1
      T << "|"
      yield 2
      :iterated
    ensure
      T << "(iterator)"
    end

    def subject
      result = twice do |_|
        EXPRESSION
        T << "after"
        value
      end
      T << "done"
      result
    end
    subject
  RUBY
  builtin: <<~RUBY,
    def subject
      [1, 2].map do |_|
        EXPRESSION
        T << "after"
        value
      end
    end
    subject
  RUBY
  lambda: <<~RUBY,
    def subject
      code = lambda do
        EXPRESSION
        T << "after"
        value
      end
      [:called, code.call].tap { T << "done" }
    end
    subject
  RUBY
  proc: <<~RUBY,
    def subject
      code = proc do
        EXPRESSION
        T << "after"
        value
      end
      [:called, code.call].tap { T << "done" }
    end
    subject
  RUBY
  orphan: <<~RUBY,
    def make
      proc do
        EXPRESSION
        T << "after"
        value
      end
    end
    def subject = [:called, make.call]
    subject
  RUBY
  defined: <<~RUBY,
    define_singleton_method(:subject) do
      EXPRESSION
      T << "after"
      value
    end
    subject
  RUBY
  fiber: <<~RUBY,
    fiber = Fiber.new do
      EXPRESSION
      T << "after"
      value
    end
    def subject(fiber) = [fiber.resume, fiber.alive?]
    subject(fiber)
  RUBY
  while: <<~RUBY,
    def subject
      turns = 0
      result = while (turns += 1) <= 2
        EXPRESSION
        T << "after"
      end
      T << "done"
      result
    end
    subject
  RUBY
  until: <<~RUBY,
    def subject
      turns = 0
      begin
        turns += 1
        EXPRESSION
        T << "after"
      end until turns == 2
      :left
    end
    subject
  RUBY
  for: <<~RUBY,
    def subject
      for turn in [1, 2]
        EXPRESSION
        T << turn
      end
    end
    subject
  RUBY
}.freeze

# The source of one `begin` expression with actions at some parts.
class Expression
  PARTS = %i[body rescue else ensure].freeze

  def initialize(name = "", **actions)
    @name, @actions = name, actions
  end

  # Puts another expression into a part, behind the part's event.
  def nest(part, inner) = tap { (@nested ||= {})[part] = inner }

  def source
    lines = []
    PARTS.each do |part|
      lines << { body: "begin", rescue: "rescue Oops", else: "else", ensure: "ensure" }.fetch(part)
      lines << %(  T << "#{@name}#{part}") << "  #{text(part)}"
      lines << "  :#{part}_value" unless part == :ensure
    end
    [*lines, "end"].join("\n")
  end

  private

  def text(part)
    nested = @nested&.fetch(part, nil)
    return nested.source if nested

    action = @actions.fetch(part, :none)
    action = :raise if part == :body && action == :none && needs_raise?
    ACTIONS.fetch(action).sub("PART", ":#{@name}#{part}")
  end

  # Something in the rescue part only happens after an exception.
  def needs_raise? = @actions.key?(:rescue) || @nested&.key?(:rescue)
end

# Runs one program; gives its line.
def outcome(container, expression)
  trace = Trace.new
  self.class.send(:remove_const, :T) if Object.const_defined?(:T)
  Object.const_set(:T, trace)
  source = CONTAINERS.fetch(container).sub("EXPRESSION") { "value = #{expression.source}" }
  result = catch(:ball) { Object.new.instance_eval(source, "generated.rb", 1) }
  "#{trace} => #{result.inspect}"
rescue SyntaxError
  "SyntaxError"
rescue SystemExit => e
  "#{trace} => exit #{e.status}"
rescue LocalJumpError => e
  "#{trace} => LocalJumpError #{e.reason}: #{e.message}"
rescue Oops, StandardError => e
  "#{trace} => #{e.class}: #{e.message}#{" < #{e.cause.message}" if e.cause}"
ensure
  $lines += 1
end

$lines = 0
def show(title, container, expression) = puts("#{title}: #{outcome(container, expression)}")

section = ARGV.first

unless section && section != "single"
  puts "== one action"
  CONTAINERS.each_key do |container|
    Expression::PARTS.each do |part|
      ACTIONS.each_key { |action| show("#{container} #{part} #{action}", container, Expression.new(part => action)) }
    end
  end
end

unless section && section != "pairs"
  puts "== an action on the way out meets another in ensure"
  %i[method block lambda while].each do |container|
    actions = ACTIONS.keys - %i[none retry] - (container == :method ? %i[break next redo] : [])
    actions.product(actions) do |first, last|
      show("#{container} #{first} then #{last}", container, Expression.new(body: first, ensure: last))
    end
  end
  puts "== rescue, then ensure"
  %i[block proc defined].each do |container|
    %i[raise return next throw retry].product(%i[none raise return next]) do |first, last|
      next if [first, last] == %i[throw raise]

      show("#{container} #{first} then #{last}", container, Expression.new(rescue: first, ensure: last))
    end
  end
  puts "== else, then ensure"
  %i[raise return next throw].product(%i[none raise next]) do |first, last|
    show("block #{first} then #{last}", :block, Expression.new(else: first, ensure: last))
  end
end

unless section && section != "nested"
  puts "== one expression inside another"
  %i[method block fiber].each do |container|
    Expression::PARTS.product(Expression::PARTS, %i[raise return next throw]) do |outer, inner, action|
      expression = Expression.new(**{ rescue: :none }.slice(outer)).nest(outer, Expression.new("inner_", inner => action))
      show("#{container} #{outer}/#{inner} #{action}", container, expression)
    end
  end
end

def evaluated(text)
  instance_eval(text)
  :went_on
end

unless section && section != "void"
  puts "== expressions without a value"
  %w[return break next].product(%w[body else ensure]) do |action, part|
    source = { "body" => "x = begin; ACTION; end", "else" => "x = begin; 1; rescue; 2; else; ACTION; end",
               "ensure" => "x = begin; 1; ensure; ACTION; end" }.fetch(part).sub("ACTION", action)
    { "at the top" => source, "in a loop" => "1.times { #{source} }", "as a statement" => "1.times { #{source.delete_prefix("x = ")}; break }" }
      .each do |where, text|
        puts "#{action} in #{part} #{where}: #{evaluated(text).inspect}"
      rescue SyntaxError, LocalJumpError => e
        puts "#{action} in #{part} #{where}: #{e.class}"
      end
  end
end

puts "#{$lines} programs"
