# A JSON parser and printer by hand: bytes, byte slices, string building, hashes and arrays.
# Usage: json.rb [records]

class JSONError < StandardError
end

class Parser
  QUOTE = 34
  COMMA = 44
  MINUS = 45
  DOT = 46
  ZERO = 48
  NINE = 57
  COLON = 58
  OPEN_LIST = 91
  BACKSLASH = 92
  CLOSE_LIST = 93
  OPEN_MAP = 123
  CLOSE_MAP = 125

  ESCAPES = {
    34 => "\"", 92 => "\\", 47 => "/", 98 => "\b", 102 => "\f", 110 => "\n", 114 => "\r", 116 => "\t"
  }.freeze
  LITERALS = { 116 => ["true", true], 102 => ["false", false], 110 => ["null", nil] }.freeze

  def initialize(text)
    @text = text
    @position = 0
    @size = text.bytesize
  end

  def parse
    result = value
    skip_space
    fail_at("text after the value") if @position < @size
    result
  end

  private

  def fail_at(what)
    raise JSONError, "#{what} at #{@position}"
  end

  def skip_space
    while (byte = @text.getbyte(@position))
      return byte unless byte == 32 || byte == 10 || byte == 13 || byte == 9
      @position += 1
    end
    nil
  end

  def value
    case byte = skip_space
    when OPEN_MAP then map
    when OPEN_LIST then list
    when QUOTE then string
    when MINUS, ZERO..NINE then number
    else literal(byte)
    end
  end

  def literal(first)
    word, meaning = LITERALS[first]
    fail_at(first ? "unexpected character" : "unexpected end") unless word
    fail_at("unknown word") unless @text.byteslice(@position, word.size) == word
    @position += word.size
    meaning
  end

  def map
    @position += 1
    result = {}
    if skip_space == CLOSE_MAP
      @position += 1
      return result
    end
    loop do
      fail_at("expected a key") unless skip_space == QUOTE
      key = string
      fail_at("expected ':'") unless skip_space == COLON
      @position += 1
      result[key] = value
      return result if ends?(CLOSE_MAP)
    end
  end

  def list
    @position += 1
    result = []
    if skip_space == CLOSE_LIST
      @position += 1
      return result
    end
    loop do
      result << value
      return result if ends?(CLOSE_LIST)
    end
  end

  # Passes over a comma or the closing byte; tells whether it was the latter.
  def ends?(closing)
    byte = skip_space
    fail_at("expected ',' or '#{closing.chr}'") unless byte == COMMA || byte == closing
    @position += 1
    byte == closing
  end

  def digits
    start = @position
    while (byte = @text.getbyte(@position)) && byte >= ZERO && byte <= NINE
      @position += 1
    end
    fail_at("expected a digit") if start == @position
  end

  def number
    start = @position
    float = false
    @position += 1 if @text.getbyte(start) == MINUS
    digits
    if @text.getbyte(@position) == DOT
      float = true
      @position += 1
      digits
    end
    byte = @text.getbyte(@position)
    if byte == 101 || byte == 69
      float = true
      @position += 1
      sign = @text.getbyte(@position)
      @position += 1 if sign == 43 || sign == MINUS
      digits
    end
    slice = @text.byteslice(start, @position - start)
    float ? slice.to_f : slice.to_i
  end

  def string
    @position += 1
    start = @position
    result = nil
    loop do
      byte = @text.getbyte(@position)
      fail_at("string without an end") unless byte
      if byte == QUOTE
        slice = @text.byteslice(start, @position - start)
        @position += 1
        return result ? result << slice : slice
      elsif byte == BACKSLASH
        result ||= +""
        result << @text.byteslice(start, @position - start) << escape
        start = @position
      else
        @position += 1
      end
    end
  end

  def escape
    byte = @text.getbyte(@position + 1)
    if byte == 117
      hex = @text.byteslice(@position + 2, 4)
      @position += 6
      hex.to_i(16).chr("UTF-8")
    else
      @position += 2
      ESCAPES[byte] || fail_at("unknown escape")
    end
  end
end

class Printer
  ESCAPES = { "\"" => "\\\"", "\\" => "\\\\", "\n" => "\\n", "\t" => "\\t", "\r" => "\\r", "\b" => "\\b", "\f" => "\\f" }.freeze

  def initialize(indent = nil)
    @indent = indent
    @out = +""
    @depth = 0
  end

  def print(value)
    write(value)
    @out
  end

  private

  def write(value)
    case value
    when Hash
      wrap("{", "}", value) do |key, inner|
        write_string(key)
        @out << (@indent ? ": " : ":")
        write(inner)
      end
    when Array then wrap("[", "]", value) { |inner| write(inner) }
    when String then write_string(value)
    when nil then @out << "null"
    when Integer, Float, true, false then @out << value.to_s
    else raise JSONError, "no JSON for #{value.class}"
    end
  end

  def wrap(opening, closing, items)
    @out << opening
    return @out << closing if items.empty?
    @depth += 1
    first = true
    items.each do |*item|
      @out << "," unless first
      first = false
      new_line
      yield(*item)
    end
    @depth -= 1
    new_line
    @out << closing
  end

  def new_line
    @out << "\n" << @indent * @depth if @indent
  end

  def write_string(string)
    @out << "\""
    string.each_char { |char| @out << (ESCAPES[char] || char) }
    @out << "\""
  end
end

# A fixed pseudo-random document.
class Generator
  WORDS = ["alpha", "beta \"quoted\"", "gamma\nline", "d\u00e9lta", "back\\slash", "tab\there", "", "omega/end"].freeze

  def initialize(seed)
    @seed = seed
  end

  def pick(limit)
    @seed = (@seed * 1_103_515_245 + 12_345) % 2_147_483_648
    (@seed >> 8) % limit
  end

  def record(id)
    {
      "id" => id, "name" => WORDS[pick(8)] + WORDS[pick(8)], "price" => pick(1_000_000) / 64.0,
      "tags" => Array.new(pick(5)) { WORDS[pick(8)] }, "stock" => pick(3) == 0 ? nil : pick(5000) - 2500,
      "active" => pick(2) == 1, "size" => { "w" => pick(100), "h" => pick(100), "note" => {} }
    }
  end
end

def expect_error(text, message)
  Parser.new(text).parse
  raise "no error for #{text}"
rescue JSONError => error
  raise "#{error.message} instead of #{message}" unless error.message == message
end

expect_error("[1, 2", "expected ',' or ']' at 5")
expect_error("{\"a\" 1}", "expected ':' at 5")
expect_error("nul", "unknown word at 0")
expect_error("[1] 2", "text after the value at 4")
raise "escapes" unless Parser.new(' "a\\u00e9\\n\\"" ').parse == "a\u00e9\n\""
raise "numbers" unless Parser.new("[-12, 0.5, 1e3, -2.5E-1]").parse == [-12, 0.5, 1000.0, -0.25]

n = (ARGV[0] || 6000).to_i
generator = Generator.new(42)
document = { "count" => n, "records" => Array.new(n) { |id| generator.record(id) } }
compact = Printer.new.print(document)
pretty = Printer.new("  ").print(document)
[compact, pretty].each do |text|
  parsed = Parser.new(text).parse
  raise "parsed document differs" unless parsed == document
  raise "printed document differs" unless Printer.new.print(parsed) == compact
end
checksum = compact.each_byte.reduce(0) { |sum, byte| (sum * 33 + byte) % 1_000_000_007 }
puts "json #{n}: #{compact.bytesize} bytes compact, #{pretty.bytesize} pretty, checksum #{checksum}"
