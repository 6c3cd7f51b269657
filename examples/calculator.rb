# A calculator with variables and functions: a recursive-descent parser and an evaluator.
# Usage: calculator.rb 'x = 6; x * (3 + 4)'    (without arguments: a few samples)

class SyntaxMistake < StandardError
end

class Calculator
  FUNCTIONS = {
    "sqrt" => ->(x) { Math.sqrt(x) },
    "abs" => ->(x) { x.abs },
    "max" => ->(*xs) { xs.max },
    "fact" => ->(n) { (1..n).reduce(1, :*) }
  }.freeze
  LEVELS = [%w[+ -], %w[* / %]].freeze

  def initialize
    @variables = { "pi" => Math::PI }
  end

  def run(line)
    @tokens = tokens_of(line)
    result = assignment
    raise SyntaxMistake, "unexpected #{@tokens.first}" unless @tokens.empty?
    result
  end

  private

  def tokens_of(line)
    tokens = []
    word = +""
    line.each_char do |char|
      if char.match_word?
        word << char
      else
        tokens << word unless word.empty?
        word = +""
        tokens << char unless char == " "
      end
    end
    word.empty? ? tokens : tokens << word
  end

  def assignment
    return binary(0) unless @tokens[1] == "="
    name = @tokens.shift
    @tokens.shift
    @variables[name] = assignment
  end

  def binary(level)
    return power if level == LEVELS.size
    left = binary(level + 1)
    while LEVELS[level].include?(@tokens.first)
      operator = @tokens.shift
      left = left.send(operator, binary(level + 1))
    end
    left
  end

  def power
    base = unary
    return base unless @tokens.first == "^"
    @tokens.shift
    base**power
  end

  def unary
    return atom unless @tokens.first == "-"
    @tokens.shift
    -unary
  end

  def atom
    token = @tokens.shift or raise SyntaxMistake, "something is missing at the end"
    return parenthesis if token == "("
    return token.include?(".") ? Float(token) : Integer(token) if token[0].between?("0", "9")
    return call(token) if @tokens.first == "("
    @variables.fetch(token) { raise NameError, "no variable #{token}" }
  end

  def parenthesis
    inner = binary(0)
    expect(")")
    inner
  end

  def call(name)
    function = FUNCTIONS.fetch(name) { raise NameError, "no function #{name}" }
    @tokens.shift
    arguments = [binary(0)]
    while @tokens.first == ","
      @tokens.shift
      arguments << binary(0)
    end
    expect(")")
    function.call(*arguments)
  end

  def expect(token)
    found = @tokens.shift
    raise SyntaxMistake, "expected #{token}, found #{found || "the end"}" unless found == token
  end
end

class String
  def match_word? = between?("0", "9") || between?("a", "z") || between?("A", "Z") || self == "_" || self == "."
end

SAMPLES = "1 + 2 * 3; x = 2 ^ 10; x / 3 - 1; fact(30); max(3, x, 7) % 100; sqrt(2) * -1; (1 + 2; y + 1; 7 / 0"

calculator = Calculator.new
(ARGV.empty? ? SAMPLES : ARGV.join(" ")).split(";").each do |line|
  puts "#{line.strip} => #{calculator.run(line)}"
rescue SyntaxMistake, NameError, ZeroDivisionError, ArgumentError => error
  puts "#{line.strip} => #{error.class}: #{error.message}"
end
