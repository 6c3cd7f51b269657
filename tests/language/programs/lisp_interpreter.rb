# A small Scheme: a reader with positions, a compiler from lists to closures with lexical
# addressing, proper tail calls, macros, nested quasi-quotation and error messages with lines.
# The Lisp programs at the end are its tests.

# A mistake in a Lisp program; `line` is where.
class LispError < StandardError
  attr_reader :line

  def initialize(message, line: nil)
    super(message)
    @line = line
  end

  def detailed_message(highlight: false, **) = line ? "line #{line}: #{message}" : message
end

# What `(error ...)` raises: it carries a Lisp value.
class UserError < LispError
  attr_reader :irritants

  def initialize(message, irritants, **)
    super([message, *irritants.map { |x| Printer.show(x) }].join(" "), **)
    @irritants = irritants
  end
end

# A list cell. The empty list is Ruby's nil.
class Pair
  include Enumerable
  attr_accessor :car, :cdr, :line

  def initialize(car, cdr, line = nil)
    @car, @cdr, @line = car, cdr, line
  end

  # Yields the elements of a proper list; a dotted tail is an error.
  def each
    return enum_for(:each) unless block_given?

    cell = self
    while cell.is_a?(Pair)
      yield cell.car
      cell = cell.cdr
    end
    raise LispError.new("improper list: #{Printer.show(self)}", line:) unless cell.nil?
  end

  def ==(other) = other.is_a?(Pair) && car == other.car && cdr == other.cdr

  def self.list(items, tail = nil, line = nil)
    items.reverse_each.inject(tail) { |rest, item| new(item, rest, line) }
  end
end

module Printer
  SHORT = { quote: "'", quasiquote: "`", unquote: ",", "unquote-splicing": ",@" }.freeze

  module_function

  # The external form; with `display`, strings are bare.
  def show(x, display: false)
    case x
    in nil then "()"
    in true then "#t"
    in false then "#f"
    in String then display ? x : x.inspect
    in Symbol then x.name
    in Array then "#(#{x.map { |y| show(y, display:) }.join(" ")})"
    in Hash then "#<table #{x.size}>"
    in Pair then pair(x, display)
    in Closure | Macro | Primitive then x.to_s
    else x.to_s
    end
  end

  def pair(x, display)
    if (prefix = SHORT[x.car]) && x.cdr.is_a?(Pair) && x.cdr.cdr.nil?
      return prefix + show(x.cdr.car, display:)
    end

    parts = []
    while x.is_a?(Pair)
      parts << show(x.car, display:)
      x = x.cdr
    end
    parts << "." << show(x, display:) unless x.nil?
    "(#{parts.join(" ")})"
  end
end

# Text to data, one datum at a time.
class Reader
  DELIMITERS = "()'`,\"; \n\t".freeze
  QUOTES = { "'" => :quote, "`" => :quasiquote, "," => :unquote, ",@" => :"unquote-splicing" }.freeze
  EOF = Object.new.freeze

  def initialize(text)
    @text = text
    @at = 0
    @line = 1
  end

  def each
    while (datum = read) != EOF
      yield datum
    end
  end

  def read
    skip
    line = @line
    case c = take
    when nil then EOF
    when "(" then read_list(line)
    when ")" then fail_at(line, "unexpected )")
    when "'", "`" then quoted(c, line)
    when "," then quoted(peek == "@" ? c + take : c, line)
    when '"' then read_string(line)
    when "#" then read_hash(line)
    else atom(c + word)
    end
  end

  private

  def peek = @text[@at]

  def take
    c = @text[@at] or return
    @at += 1
    @line += 1 if c == "\n"
    c
  end

  def skip
    while (c = peek)
      case c
      when " ", "\n", "\t" then take
      when ";" then take until [nil, "\n"].include?(peek)
      else break
      end
    end
  end

  def word
    text = +""
    text << take until peek.nil? || DELIMITERS.include?(peek)
    text
  end

  def quoted(mark, line)
    datum = read
    fail_at(line, "nothing after #{mark}") if datum.equal?(EOF)
    Pair.list([QUOTES.fetch(mark), datum], nil, line)
  end

  def read_list(line)
    items = []
    tail = nil
    loop do
      skip
      case peek
      when nil then fail_at(line, "missing )")
      when ")"
        take
        break
      else
        datum = read
        if datum == :"."
          fail_at(@line, "nothing before the dot") if items.empty?
          tail = read
          skip
          fail_at(@line, "more than one datum after the dot") unless take == ")"
          break
        end
        items << datum
      end
    end
    Pair.list(items, tail, line)
  end

  def read_string(line)
    text = +""
    loop do
      case c = take
      when nil then fail_at(line, "unterminated string")
      when '"' then break
      when "\\" then text << { "n" => "\n", "t" => "\t" }.fetch(e = take, e)
      else text << c
      end
    end
    text
  end

  def read_hash(line)
    return take && read_list(line).to_a if peek == "("

    case name = word
    when "t" then true
    when "f" then false
    else fail_at(line, "unknown syntax ##{name}")
    end
  end

  def atom(text)
    Integer(text, 10, exception: false) || number(text) || text.to_sym
  end

  def number(text)
    return unless text.count("0-9") > 0 && text.delete("0-9.e/-").empty?

    text.include?("/") ? Rational(text) : Float(text, exception: false)
  end

  def fail_at(line, message) = raise(LispError.new(message, line:))
end

# Names visible at one place of the program; each frame is an array whose slot 0 is the outer frame.
class Scope
  attr_reader :parent

  def initialize(parent, names = [])
    @parent = parent
    @slots = {}
    names.each { |name| define(name) }
  end

  def define(name) = @slots[name] ||= @slots.size + 1

  # [frames to go out, slot] or nil for a global.
  def find(name, depth = 0)
    slot = @slots[name]
    slot ? [depth, slot] : @parent&.find(name, depth + 1)
  end
end

# A call in tail position, returned to the loop in Lisp#apply instead of being made.
Jump = Struct.new(:function, :arguments)

# A promise of `delay`.
Promise = Struct.new(:code, :value)

# A function written in Ruby.
Primitive = Struct.new(:name, :arity, :code) do
  def check(count)
    return if arity.include?(count)

    wanted = arity.end ? [arity.begin, arity.end].uniq.join(" to ") : "at least #{arity.begin}"
    raise LispError, "#{name} wants #{wanted} arguments, got #{count}"
  end

  def to_s = "#<primitive #{name}>"
end

# A function written in Lisp: a body and the frame it was born in.
class Closure
  attr_accessor :name
  attr_reader :body

  def initialize(parameters, rest, body, frame)
    @parameters, @rest, @body, @frame = parameters, rest, body, frame
  end

  def bind(arguments)
    count = @parameters.size
    unless @rest ? arguments.size >= count : arguments.size == count
      raise LispError, "#{self} wants #{"at least " if @rest}#{count} arguments, got #{arguments.size}"
    end
    return [@frame, *arguments] unless @rest

    [@frame, *arguments.first(count), Pair.list(arguments.drop(count))]
  end

  def to_s = name ? "#<function #{name}>" : "#<function>"
end

Macro = Struct.new(:name, :expander) do
  def to_s = "#<macro #{name}>"
end

# The compiler and the run time.
class Lisp
  SPECIAL = {}
  UNDEFINED = Object.new.freeze

  # Declares a special form: the block gets the operands, the scope and whether it stands in tail position.
  def self.special(name, operands = 0.., &body)
    SPECIAL[name] = define_method(:"compile_#{name}") do |form, scope, tail|
      parts = form.cdr.to_a
      unless operands.cover?(parts.size)
        raise LispError.new("#{name}: bad form #{Printer.show(form)}", line: form.line)
      end
      instance_exec(parts, scope, tail, &body)
    end
  end

  attr_reader :output

  def initialize
    @globals = {}
    @output = +""
    @symbols = 0
    install_primitives
    run(PRELUDE)
  end

  # Runs a program; the value is that of its last form.
  def run(text)
    value = nil
    Reader.new(text).each { |form| value = evaluate(form) }
    value
  end

  def evaluate(form) = settle(compile(form, nil, false).call(nil))

  def apply(function, arguments)
    loop do
      case function
      when Closure
        result = function.body.call(function.bind(arguments))
        return result unless result.is_a?(Jump)

        function, arguments = result.function, result.arguments
      when Primitive
        function.check(arguments.size)
        result = function.code.call(*arguments)
        return result unless result.is_a?(Jump)

        function, arguments = result.function, result.arguments
      else
        raise LispError, "not a function: #{Printer.show(function)}"
      end
    end
  end

  # Finishes a value that may be a pending tail call.
  def settle(value) = value.is_a?(Jump) ? apply(value.function, value.arguments) : value

  def compile(form, scope, tail)
    case form
    when Symbol then reference(form, scope)
    when Pair then compile_pair(form, scope, tail)
    when nil then raise LispError, "empty application ()"
    else ->(_) { form }
    end
  end

  private

  def reference(name, scope)
    case scope&.find(name)
    in nil then ->(_) { global(name) }
    in [0, slot] then ->(f) { f[slot] }
    in [1, slot] then ->(f) { f[0][slot] }
    in [depth, slot]
      lambda do |f|
        depth.times { f = f[0] }
        f[slot]
      end
    end
  end

  def global(name)
    @globals.fetch(name) { raise LispError, "unbound variable #{name}" }
  end

  def compile_pair(form, scope, tail)
    head = form.car
    if head.is_a?(Symbol) && scope&.find(head).nil?
      special = SPECIAL[head]
      return located(form, send(special, form, scope, tail)) if special

      macro = @globals[head]
      return compile(expand(macro, form), scope, tail) if macro.is_a?(Macro)
    end
    application(form, scope, tail)
  end

  def expand(macro, form) = apply(macro.expander, form.cdr.to_a)

  def application(form, scope, tail)
    function, *arguments = form.map { |x| compile(x, scope, false) }
    code =
      if tail
        ->(f) { Jump.new(function.(f), arguments.map { |a| a.(f) }) }
      else
        ->(f) { apply(function.(f), arguments.map { |a| a.(f) }) }
      end
    located(form, code)
  end

  # Errors get the line of the innermost form that is running.
  def located(form, code)
    line = form.line or return code
    lambda do |f|
      code.call(f)
    rescue LispError => e
      raise if e.line
      e.instance_variable_set(:@line, line)
      raise
    rescue ZeroDivisionError
      raise LispError.new("division by zero", line:)
    rescue TypeError, NoMethodError, ArgumentError => e
      raise LispError.new("wrong type of argument (#{e.class})", line:)
    end
  end

  def body(forms, scope, tail)
    *first, last = sequence(forms, scope, tail)
    return last || ->(_) {} if first.empty?

    lambda do |f|
      first.each { |code| code.(f) }
      last.(f)
    end
  end

  def function(parameters, forms, scope, name = nil)
    names = []
    while parameters.is_a?(Pair)
      names << parameters.car
      parameters = parameters.cdr
    end
    inner = Scope.new(scope, [*names, *parameters])
    code = body(forms, inner, true)
    ->(f) { Closure.new(names, parameters, code, f).tap { |c| c.name = name } }
  end

  def assign(name, scope, code, define:)
    scope&.define(name) if define
    case scope&.find(name)
    in nil
      lambda do |f|
        raise LispError, "set!: unbound variable #{name}" unless define || @globals.key?(name)
        @globals[name] = code.(f)
      end
    in [depth, slot]
      lambda do |f|
        value = code.(f)
        depth.times { f = f[0] }
        f[slot] = value
      end
    end
  end

  special(:quote, 1..1) { |(datum), _, _| ->(_) { datum } }

  special(:if, 2..3) do |(test, yes, no), scope, tail|
    test = compile(test, scope, false)
    yes = compile(yes, scope, tail)
    no = no.nil? ? ->(_) {} : compile(no, scope, tail)
    ->(f) { test.(f) == false ? no.(f) : yes.(f) }
  end

  special(:define, 1..) do |(target, *forms), scope, _|
    if target.is_a?(Pair)
      name = target.car
      scope&.define(name)
      code = function(target.cdr, forms, scope, name)
    else
      name = target
      scope&.define(name)
      code = body(forms, scope, false)
    end
    code = assign(name, scope, code, define: true)
    ->(f) { code.(f).then { |v| v.is_a?(Closure) && (v.name ||= name) } && name }
  end

  special(:set!, 2..2) do |(name, value), scope, _|
    assign(name, scope, compile(value, scope, false), define: false)
  end

  special(:lambda, 2..) { |(parameters, *forms), scope, _| function(parameters, forms, scope) }

  special(:begin) { |forms, scope, tail| body(forms, scope, tail) }

  special(:let, 2..) do |(bindings, *forms), scope, tail|
    next named_let(bindings, forms, scope, tail) if bindings.is_a?(Symbol)

    names, values = bindings.to_a.map { |b| [b.car, compile(b.cdr.car, scope, false)] }.transpose
    code = body(forms, Scope.new(scope, names || []), tail)
    values ||= []
    ->(f) { code.([f, *values.map { |v| v.(f) }]) }
  end

  def named_let(name, (bindings, *forms), scope, tail)
    names = bindings.to_a.map(&:car)
    values = bindings.to_a.map { |b| compile(b.cdr.car, scope, false) }
    inner = Scope.new(scope, [name])
    loop_code = function(Pair.list(names), forms, inner, name)
    lambda do |f|
      frame = [f]
      frame << loop_code.(frame)
      jump = Jump.new(frame[1], values.map { |v| v.(f) })
      tail ? jump : settle(jump)
    end
  end

  special(:letrec, 2..) do |(bindings, *forms), scope, tail|
    inner = Scope.new(scope, bindings.map(&:car))
    values = bindings.map { |b| compile(b.cdr.car, inner, false) }
    code = body(forms, inner, tail)
    lambda do |f|
      frame = [f]
      values.each_with_index { |v, i| frame[i + 1] = v.(frame) }
      code.(frame)
    end
  end

  special(:and) do |forms, scope, tail|
    *first, last = sequence(forms, scope, tail)
    lambda do |f|
      first.each { |code| return false if code.(f) == false }
      last ? last.(f) : true
    end
  end

  special(:or) do |forms, scope, tail|
    *first, last = sequence(forms, scope, tail)
    lambda do |f|
      first.each { |code| code.(f).then { |v| return v unless v == false } }
      last ? last.(f) : false
    end
  end

  # Only the last of several forms stands in tail position.
  def sequence(forms, scope, tail)
    forms.each_with_index.map { |form, i| compile(form, scope, tail && i == forms.size - 1) }
  end

  special(:cond, 1..) do |clauses, scope, tail|
    compiled = clauses.map do |clause|
      test, *rest = clause.to_a
      test = test == :else ? ->(_) { true } : compile(test, scope, false)
      case rest
      in [] then [test, nil, :value]
      in [:"=>", receiver] then [test, compile(receiver, scope, false), :pass]
      else [test, body(rest, scope, tail), :run]
      end
    end
    lambda do |f|
      compiled.each do |test, code, kind|
        next if (v = test.(f)) == false

        case kind
        in :value then return v
        in :pass then return apply(code.(f), [v])
        in :run then return code.(f)
        end
      end
      nil
    end
  end

  special(:delay, 1..1) do |(form), scope, _|
    code = compile(form, scope, false)
    ->(f) { Promise.new(-> { code.(f) }) }
  end

  special(:defmacro, 2..) do |(target, *forms), scope, _|
    code = function(target.cdr, forms, scope, target.car)
    name = target.car
    raise LispError, "defmacro: only at top level" if scope

    @globals[name] = Macro.new(name, code.call(nil))
    ->(_) { name }
  end

  special(:quasiquote, 1..1) { |(datum), scope, _| compile(quasi(datum, 1), scope, false) }

  # Rewrites a template to calls of cons and append.
  def quasi(x, depth)
    case x
    when Array then Pair.list([:"list->vector", quasi(Pair.list(x), depth)])
    when Pair
      case x.car
      when :unquote then deeper(x, depth, -1)
      when :quasiquote then deeper(x, depth, 1)
      else
        inner = x.car
        if inner.is_a?(Pair) && inner.car == :"unquote-splicing" && depth == 1
          return Pair.list([:append, inner.cdr.car, quasi(x.cdr, depth)])
        end
        Pair.list([:cons, quasi(inner, depth), quasi(x.cdr, depth)])
      end
    else Pair.list([:quote, x])
    end
  end

  def deeper(x, depth, change)
    depth += change
    return x.cdr.car if depth.zero?

    Pair.list([:list, Pair.list([:quote, x.car]), quasi(x.cdr.car, depth)])
  end

  special(:guard, 2..) do |(variable, handler, *forms), scope, _|
    handler = compile(handler, Scope.new(scope, [variable]), false)
    code = body(forms, scope, false)
    lambda do |f|
      code.(f)
    rescue UserError => e
      handler.([f, e.irritants.first || e.message])
    rescue LispError => e
      handler.([f, e.message])
    end
  end

  def primitive(*names, arity, &code)
    names.each { |name| @globals[name.to_sym] = Primitive.new(name, arity, code) }
  end

  def install_primitives
    install_numbers
    install_lists
    install_strings_and_tables
    install_control
  end

  def install_numbers
    primitive("+", 0..) { |*n| n.sum }
    primitive("*", 0..) { |*n| n.inject(1, :*) }
    primitive("-", 1..) { |a, *n| n.empty? ? -a : n.inject(a, :-) }
    primitive("/", 1..) { |a, *n| n.inject(a) { |x, y| divide(x, y) } }
    %w[< > <= >=].each { |op| primitive(op, 1..) { |*n| n.each_cons(2).all? { |a, b| a.public_send(op, b) } } }
    primitive("=", 1..) { |*n| n.each_cons(2).all? { |a, b| a == b } }
    primitive("quotient", 2..2) { |a, b| (a.abs / b.abs) * (a <=> 0) * (b <=> 0) }
    primitive("remainder", 2..2) { |a, b| a.remainder(b) }
    primitive("modulo", 2..2) { |a, b| a % b }
    primitive("expt", 2..2) { |a, b| a**b }
    primitive("sqrt", 1..1) { |a| Math.sqrt(a) }
    primitive("number?", 1..1) { |a| a.is_a?(Numeric) }
    primitive("integer?", 1..1) { |a| a.is_a?(Integer) }
  end

  def divide(x, y)
    return x / y unless x.is_a?(Integer) && y.is_a?(Integer)

    quotient = Rational(x, y)
    quotient.denominator == 1 ? quotient.numerator : quotient
  end

  def install_lists
    primitive("cons", 2..2) { |a, b| Pair.new(a, b) }
    primitive("car", 1..1) { |x| cell(x, "car").car }
    primitive("cdr", 1..1) { |x| cell(x, "cdr").cdr }
    primitive("set-car!", 2..2) { |x, v| cell(x, "set-car!").car = v }
    primitive("list", 0..) { |*x| Pair.list(x) }
    primitive("append", 0..) { |*x| x.reverse.inject { |tail, l| l.nil? ? tail : Pair.list(l.to_a, tail) } }
    primitive("length", 1..1) { |x| x.to_a.size }
    primitive("reverse", 1..1) { |x| Pair.list(x.to_a.reverse) }
    primitive("null?", 1..1) { |x| x.nil? }
    primitive("pair?", 1..1) { |x| x.is_a?(Pair) }
    primitive("symbol?", 1..1) { |x| x.is_a?(Symbol) }
    primitive("string?", 1..1) { |x| x.is_a?(String) }
    primitive("procedure?", 1..1) { |x| x.is_a?(Closure) || x.is_a?(Primitive) }
    primitive("eq?", "eqv?", 2..2) { |a, b| a.equal?(b) || (!a.is_a?(Pair) && !a.is_a?(String) && a.eql?(b)) }
    primitive("equal?", 2..2) { |a, b| a == b }
    primitive("not", 1..1) { |x| x == false }
    primitive("assoc", "assq", 2..2) { |k, l| l.to_a.find { |pair| pair.car == k } || false }
    primitive("vector", 0..) { |*x| x }
    primitive("list->vector", 1..1) { |l| l.to_a }
    primitive("vector->list", 1..1) { |v| Pair.list(v) }
    primitive("make-vector", 2..2) { |n, x| Array.new(n, x) }
    primitive("vector-ref", 2..2) { |v, i| v.fetch(i) { raise LispError, "vector-ref: no index #{i} in #{v.size}" } }
    primitive("vector-set!", 3..3) { |v, i, x| v[i] = x }
    primitive("vector-length", 1..1) { |v| v.size }
    primitive("map", 2..) { |f, *ls| Pair.list(ls.map(&:to_a).transpose.map { |a| apply(f, a) }) }
    primitive("for-each", 2..2) { |f, l| l.to_a.each { |x| apply(f, [x]) } && nil }
    primitive("filter", 2..2) { |f, l| Pair.list(l.to_a.select { |x| apply(f, [x]) != false }) }
    primitive("fold", 3..3) { |f, first, l| l.to_a.inject(first) { |a, x| apply(f, [x, a]) } }
    primitive("sort", 2..2) { |l, f| Pair.list(sort(l.to_a) { |a, b| apply(f, [a, b]) != false }) }
  end

  # A stable sort by "is less".
  def sort(items)
    pairs = items.each_with_index.sort do |(a, i), (b, j)|
      next -1 if yield a, b

      yield(b, a) ? 1 : i <=> j
    end
    pairs.map(&:first)
  end

  def cell(x, who) = x.is_a?(Pair) ? x : raise(LispError, "#{who}: not a pair: #{Printer.show(x)}")

  def install_strings_and_tables
    primitive("string-append", 0..) { |*s| s.join }
    primitive("string-length", 1..1) { |s| s.size }
    primitive("string->list", 1..1) { |s| Pair.list(s.chars) }
    primitive("string->symbol", 1..1) { |s| s.to_sym }
    primitive("symbol->string", 1..1) { |s| s.name }
    primitive("number->string", 1..1) { |n| n.to_s }
    primitive("string-split", 1..1) { |s| Pair.list(s.split) }
    primitive("make-table", 0..0) { {} }
    primitive("table-ref", 2..3) { |t, k, default = false| t.fetch(k, default) }
    primitive("table-set!", 3..3) { |t, k, v| t[k] = v }
    primitive("table->list", 1..1) { |t| Pair.list(t.map { |k, v| Pair.new(k, v) }) }
  end

  def install_control
    primitive("apply", 2..) { |f, *first, last| Jump.new(f, [*first, *last.to_a]) }
    primitive("eval", 1..1) { |form| evaluate(form) }
    primitive("force", 1..1) { |p| p.code ? force(p) : p.value }
    primitive("error", 1..) { |message, *irritants| raise UserError.new(message, irritants) }
    primitive("gensym", 0..0) { :"g#{@symbols += 1}" }
    primitive("display", 1..1) { |x| @output << Printer.show(x, display: true) && nil }
    primitive("write", 1..1) { |x| @output << Printer.show(x) && nil }
    primitive("newline", 0..0) { @output << "\n" && nil }
    primitive("call/ec", 1..1) { |f| escape(f) }
    primitive("dynamic-wind", 3..3) { |before, thunk, after| wind(before, thunk, after) }
    primitive("generator", 1..1) { |f| generator(f) }
    primitive("macro-expand", 1..1) { |form| expand(global(form.car), form) }
  end

  def force(promise)
    value = promise.code.call
    return promise.value unless promise.code

    promise.code = nil
    promise.value = value
  end

  # An escape continuation is a catch tag; called too late, the throw fails.
  def escape(function)
    tag = Object.new
    code = lambda do |value = nil|
      throw tag, value
    rescue UncaughtThrowError
      raise LispError, "escape called after its extent"
    end
    exit = Primitive.new("escape", 0..1, code)
    catch(tag) { apply(function, [exit]) }
  end

  def wind(before, thunk, after)
    apply(before, [])
    apply(thunk, [])
  ensure
    apply(after, [])
  end

  # (generator (lambda (yield) ...)) is a function that resumes the body.
  def generator(function)
    fiber = Fiber.new do
      apply(function, [Primitive.new("yield", 1..1, ->(x) { Fiber.yield(x) })])
      :done
    end
    Primitive.new("generator", 0..0, -> { fiber.alive? ? fiber.resume : :done })
  end

  PRELUDE = <<~LISP
    (define (cadr x) (car (cdr x)))
    (define (cddr x) (cdr (cdr x)))
    (define (caddr x) (car (cdr (cdr x))))
    (define (zero? n) (= n 0))
    (define (even? n) (= (modulo n 2) 0))
    (define (compose f g) (lambda (x) (f (g x))))
    (define (range a b) (if (>= a b) '() (cons a (range (+ a 1) b))))
    (defmacro (when test . body) `(if ,test (begin ,@body)))
    (defmacro (unless test . body) `(if ,test #f (begin ,@body)))
    (defmacro (let* bindings . body)
      (if (null? bindings)
          `(let () ,@body)
          `(let (,(car bindings)) (let* ,(cdr bindings) ,@body))))
    (defmacro (while test . body)
      (let ((loop (gensym)))
        `(let ,loop () (when ,test ,@body (,loop)))))
    (defmacro (case key . clauses)
      (let ((k (gensym)))
        `(let ((,k ,key))
           (cond ,@(map (lambda (c)
                          (if (eq? (car c) 'else) c
                              `((or ,@(map (lambda (x) `(eqv? ,k ',x)) (car c))) ,@(cdr c))))
                        clauses)))))
    (defmacro (cons-stream a b) `(cons ,a (delay ,b)))
    (define (stream-head s n)
      (if (zero? n) '() (cons (car s) (stream-head (force (cdr s)) (- n 1)))))
  LISP
  private_constant :PRELUDE
end

# Prints what a program wrote and its value, or its error.
def lisp(title, program)
  machine = Lisp.new
  value = machine.run(program)
  puts "#{title}: #{Printer.show(value)}"
rescue LispError => e
  puts "#{title}: ERROR #{e.detailed_message}"
ensure
  machine.output.each_line { |line| puts "  | #{line}" }
end

# The argument lowers the number of turns of the longest loops.
TURNS = Integer(ARGV.fetch(0, 2_000))

lisp "arithmetic", "(list (+ 1 2 3) (- 7) (* 2 3/4) (/ 6 4) (/ 6 3) (expt 2 100) (sqrt 2) (quotient -7 2) (modulo -7 2) (+))"
lisp "printing", %q[(list 'a "q\"uote" #t #f '() '(1 . 2) '(1 2 . 3) #(1 "x") ''a '`(b ,c ,@d) 1.5 car cadr when (lambda (x) x))]
lisp "factorial", "(define (fact n) (if (= n 0) 1 (* n (fact (- n 1))))) (fact 30)"
lisp "fibonacci", "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (map fib (range 0 12))"

lisp "tail calls", <<~LISP
  (define (odd-even n) (letrec ((ev? (lambda (n) (if (= n 0) 'even (od? (- n 1)))))
                                (od? (lambda (n) (if (= n 0) 'odd (ev? (- n 1))))))
                         (ev? n)))
  (define (count n acc) (cond ((= n 0) acc) (else (count (- n 1) (+ acc 1)))))
  (list (odd-even #{TURNS}) (odd-even #{TURNS + 1}) (count #{TURNS} 0)
        (let loop ((i 0) (sum 0)) (if (= i #{TURNS}) sum (loop (+ i 1) (+ sum i))))
        (let loop ((i 0)) (and (< i #{TURNS}) (or (= i #{TURNS - 1}) (loop (+ i 1))))))
LISP

lisp "closures", <<~LISP
  (define (make-counter)
    (let ((n 0)) (lambda () (set! n (+ n 1)) n)))
  (define a (make-counter))
  (define b (make-counter))
  (a) (a) (b)
  (define (adder n) (lambda (x) (+ x n)))
  (define add5 (adder 5))
  (list (a) (b) (add5 10) ((compose add5 add5) 1) (map (lambda (f) (f 3)) (list add5 (adder 1) -)))
LISP

lisp "church numerals", <<~LISP
  (define zero (lambda (f) (lambda (x) x)))
  (define (succ n) (lambda (f) (lambda (x) (f ((n f) x)))))
  (define (plus m n) (lambda (f) (lambda (x) ((m f) ((n f) x)))))
  (define (times m n) (lambda (f) (m (n f))))
  (define (->int n) ((n (lambda (x) (+ x 1))) 0))
  (define three (succ (succ (succ zero))))
  (list (->int three) (->int (plus three three)) (->int (times three (times three three))))
LISP

lisp "macros", <<~LISP
  (defmacro (swap! a b) (let ((t (gensym))) `(let ((,t ,a)) (set! ,a ,b) (set! ,b ,t))))
  (defmacro (my-or a b) (let ((t (gensym))) `(let ((,t ,a)) (if ,t ,t ,b))))
  (define x 1) (define y 2)
  (swap! x y)
  (define t 5)
  (define i 0)
  (define seen '())
  (while (< i 4) (set! seen (cons i seen)) (set! i (+ i 1)))
  (list x y (my-or #f t) seen (macro-expand '(unless a b c))
        (case 3 ((1 2) 'low) ((3 4) 'mid) (else 'high))
        (case 'z ((a) 1) (else 'other))
        (let* ((a 1) (b (+ a 1)) (c (* b 10))) (list a b c)))
LISP

lisp "quasi-quotation", <<~LISP
  (define x 42)
  (define l '(1 2 3))
  (list `(a ,x b) `(a ,@l b) `(,@l) `(,@l . tail) `((nested ,(+ x 1)) #(v ,x ,@l))
        `(1 `(2 ,(3 ,(+ 1 3)))) `(outer `(inner ,(a ,@l))) `x `,x `(x . ,x))
LISP

lisp "lists", <<~LISP
  (define (quicksort l)
    (if (null? l) '()
        (let ((pivot (car l)) (rest (cdr l)))
          (append (quicksort (filter (lambda (x) (< x pivot)) rest))
                  (list pivot)
                  (quicksort (filter (lambda (x) (>= x pivot)) rest))))))
  (define (flatten x)
    (cond ((null? x) '()) ((pair? x) (append (flatten (car x)) (flatten (cdr x)))) (else (list x))))
  (list (quicksort '(3 1 4 1 5 9 2 6 5 3)) (flatten '(1 (2 (3 4) ()) ((5)))) (reverse '(1 2 3))
        (fold + 0 (range 1 11)) (fold cons '() '(a b c)) (map + '(1 2 3) '(10 20 30))
        (apply max* '(3 9 2)) (sort '("pear" "fig" "apple") (lambda (a b) (< (string-length a) (string-length b)))))
  LISP
  .sub("(define (flatten", "(define (max* a . rest) (fold (lambda (x m) (if (> x m) x m)) a rest))\n(define (flatten")

lisp "streams", <<~LISP
  (define (integers n) (cons-stream n (integers (+ n 1))))
  (define (keep p s)
    (if (p (car s)) (cons-stream (car s) (keep p (force (cdr s)))) (keep p (force (cdr s)))))
  (define (sieve s)
    (cons-stream (car s)
      (sieve (keep (lambda (n) (not (zero? (modulo n (car s))))) (force (cdr s))))))
  (stream-head (sieve (integers 2)) 15)
LISP

lisp "word count", <<~LISP
  (define text "the cat and the dog and the bird")
  (define counts (make-table))
  (for-each (lambda (w) (table-set! counts w (+ 1 (table-ref counts w 0)))) (string-split text))
  (for-each (lambda (pair) (display (car pair)) (display " ") (write (cdr pair)) (newline))
            (sort (table->list counts) (lambda (a b) (> (cdr a) (cdr b)))))
  counts
LISP

lisp "escapes", <<~LISP
  (define (find-first p l)
    (call/ec (lambda (return) (for-each (lambda (x) (when (p x) (return x))) l) 'none)))
  (define saved #f)
  (define order '())
  (define (note x) (set! order (cons x order)))
  (define found
    (call/ec (lambda (out)
      (dynamic-wind (lambda () (note 'in)) (lambda () (out 'left) (note 'never)) (lambda () (note 'after))))))
  (call/ec (lambda (k) (set! saved k)))
  (list (find-first even? '(1 3 4 5)) (find-first even? '(1 3)) found (reverse order)
        (guard e (list 'caught e) (saved 1)))
LISP

lisp "generators", <<~LISP
  (define (walk tree yield)
    (cond ((null? tree) '()) ((pair? tree) (walk (car tree) yield) (walk (cdr tree) yield)) (else (yield tree))))
  (define (leaves tree) (generator (lambda (yield) (walk tree yield))))
  (define (same-fringe? a b)
    (let ((ga (leaves a)) (gb (leaves b)))
      (let loop ()
        (let ((x (ga)) (y (gb)))
          (cond ((not (eq? x y)) #f) ((eq? x 'done) #t) (else (loop)))))))
  (list (same-fringe? '(1 (2 3)) '((1 2) 3)) (same-fringe? '(1 2 3) '(1 3 2)))
LISP

lisp "handlers", <<~LISP
  (define (safe thunk) (guard e (list 'failed e) (thunk)))
  (list (safe (lambda () (car 5))) (safe (lambda () (error "bad thing:" 7 'x))) (safe (lambda () (/ 1 0)))
        (safe (lambda () (undefined-name))) (safe (lambda () ('not-a-function))) (safe (lambda () 'fine))
        (guard e (guard e2 (error "second" e2) (error "first" 'one)) 'unreached)
        (guard outer `(outer ,outer) (guard inner (error "again" inner) (error "once" 1))))
LISP

lisp "derivatives", <<~LISP
  (define (simplify op a b)
    (case op
      ((+) (cond ((equal? a 0) b) ((equal? b 0) a) ((and (number? a) (number? b)) (+ a b)) (else (list '+ a b))))
      ((*) (cond ((or (equal? a 0) (equal? b 0)) 0) ((equal? a 1) b) ((equal? b 1) a) (else (list '* a b))))))
  (define (derive e v)
    (cond ((number? e) 0)
          ((symbol? e) (if (eq? e v) 1 0))
          ((eq? (car e) '+) (simplify '+ (derive (cadr e) v) (derive (caddr e) v)))
          ((eq? (car e) '*)
           (simplify '+ (simplify '* (cadr e) (derive (caddr e) v)) (simplify '* (derive (cadr e) v) (caddr e))))
          (else (error "cannot derive" e))))
  (list (derive '(+ x 3) 'x) (derive '(* x (* x x)) 'x) (derive '(+ (* 3 x) (* y x)) 'x)
        (guard e e (derive '(sin x) 'x)))
LISP

lisp "queens", <<~LISP
  (define (safe? q rows)
    (let loop ((rows rows) (d 1))
      (cond ((null? rows) #t)
            ((or (= (car rows) q) (= (car rows) (+ q d)) (= (car rows) (- q d))) #f)
            (else (loop (cdr rows) (+ d 1))))))
  (define (queens n)
    (call/ec (lambda (return)
      (define (place k rows)
        (if (= k n) (return (reverse rows))
            (for-each (lambda (q) (when (safe? q rows) (place (+ k 1) (cons q rows)))) (range 1 (+ n 1)))))
      (place 0 '())
      'none)))
  (map queens '(1 2 3 4 5))
LISP

lisp "evaluator in itself", <<~LISP
  (define (lookup name env)
    (let ((pair (assq name env))) (if pair (cdr pair) (error "no such name:" name))))
  (define (bind names values env)
    (if (null? names) env (cons (cons (car names) (car values)) (bind (cdr names) (cdr values) env))))
  (define (meta e env)
    (cond ((symbol? e) (lookup e env))
          ((not (pair? e)) e)
          ((eq? (car e) 'quote) (cadr e))
          ((eq? (car e) 'if) (if (meta (cadr e) env) (meta (caddr e) env) (meta (cadr (cddr e)) env)))
          ((eq? (car e) 'lambda) (lambda args (meta (caddr e) (bind (cadr e) args env))))
          (else (apply (meta (car e) env) (map (lambda (x) (meta x env)) (cdr e))))))
  (define base (list (cons '+ +) (cons '* *) (cons '- -) (cons '= =)))
  (list (meta '((lambda (x y) (* (+ x 1) y)) 3 4) base)
        (meta '(((lambda (f) ((lambda (x) (f (lambda (v) ((x x) v)))) (lambda (x) (f (lambda (v) ((x x) v))))))
                 (lambda (self) (lambda (n) (if (= n 0) 1 (* n (self (- n 1)))))))
                10) base)
        (guard e e (meta '(g 1) base)))
LISP

lisp "internal definitions", <<~LISP
  (define (area r)
    (define pi 355/113)
    (define (square x) (* x x))
    (* pi (square r)))
  (define lst (list 1 2))
  (set-car! lst 'one)
  (define v (make-vector 3 0))
  (vector-set! v 1 'mid)
  (list (area 10) lst v (vector->list v) (eval '(+ 1 2)) (eval (list 'area 1)))
LISP

{
  "unbound" => "(define x 1)\n(+ x\n   y)",
  "set! unbound" => "(set! nowhere 1)",
  "too few" => "(define (f a b) a)\n\n(f 1)",
  "too many" => "((lambda (x) x) 1 2)",
  "rest too few" => "((lambda (a . r) r))",
  "primitive arity" => "(cons 1)",
  "primitive range" => "(table-ref (make-table))",
  "not a function" => "(define g 5)\n(g 1)",
  "not a pair" => "(cdr (car '((a))))\n(car (cdr '(a)))",
  "type" => %q[(+ 1 "x")],
  "division" => "(define (inv x)\n  (/ 1 x))\n(inv 0)",
  "index" => "(vector-ref #(1 2) 9)",
  "user" => %q[(error "custom:" '(1 "two") 'three)],
  "empty application" => "()",
  "bad form" => "(if)",
  "improper" => "(length '(1 2 . 3))",
  "macro use" => "(defmacro (m a) a)\n(m)",
  "missing )" => "(define (f x)\n  (+ x 1)\n",
  "extra )" => "(f)\n)",
  "string" => "(display\n\"abc",
  "dot" => "'(1 . 2 3)",
  "first dot" => "'( . 2)",
  "syntax" => "#q",
  "lonely quote" => "'",
  "deep" => "(define (a x) (b x))\n(define (b x) (+ 1 (c x)))\n(define (c x)\n  (car x))\n(a 1)",
}.each { |title, program| lisp(title, program) }
