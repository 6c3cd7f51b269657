# String: operators and conversion of arguments.

class String
  include Comparable

  private def initialize(source = (no_source = true; nil), encoding: nil, capacity: nil)
    replace(source) unless no_source
    __reserve(__to_int(capacity)) if capacity
    force_encoding(encoding) if encoding
    force_encoding(Encoding::BINARY) if no_source && !encoding
  end

  def self.try_convert(value)
    return value if String === value
    __check_convert(value, :to_str, "String", String)
  end

  private def initialize_copy(other)
    primitive :string_become
    replace(__to_str(other))
  end

  def replace(other)
    primitive :string_become
    replace(__to_str(other))
  end

  def ==(other)
    primitive :string_eq
    return other.respond_to?(:to_str) && other == self ? true : false unless String === other
    eql?(other)
  end

  def ===(other)
    primitive :string_eq
    self == other
  end

  def <=>(other)
    primitive :string_cmp
    return self <=> other if String === other
    return nil unless other.respond_to?(:to_str) && other.respond_to?(:<=>)
    order = other <=> self
    order && -order
  end

  def casecmp(other)
    primitive :string_casecmp
    other = __check_str(other)
    other && casecmp(other)
  end

  def casecmp?(other)
    primitive :string_casecmp_p
    other = __check_str(other)
    other && casecmp?(other)
  end

  def +(other)
    primitive :string_add
    self + __to_str(other)
  end

  def *(count)
    primitive :string_mul
    self * __to_int(count)
  end

  def %(args)
    args = __check_ary(args) || [args]
    __format(*args)
  end

  def <<(other)
    primitive :string_push
    return self << other if Integer === other
    self << __to_str(other)
  end

  def concat(*others)
    __frozen_check
    if others.__size == 1
      self << others.__at(0)
      return self
    end
    added = String.new(encoding: encoding)
    i = 0
    while i < others.__size
      added << others.__at(i)
      i += 1
    end
    self << added
  end

  def append_as_bytes(*parts)
    __frozen_check
    old = encoding
    force_encoding(Encoding::BINARY)
    i = 0
    while i < parts.__size
      part = parts.__at(i)
      self << (Integer === part ? part & 0xff : part.b)
      i += 1
    end
    force_encoding(old)
  end

  def prepend(*others)
    __frozen_check
    added = String.new(encoding: encoding)
    i = 0
    while i < others.__size
      added << __to_str(others.__at(i))
      i += 1
    end
    __byte_splice(0, 0, added)
  end

  def insert(index, other)
    __frozen_check
    index = __to_int(index)
    other = __to_str(other)
    return self << other if index == -1
    if index < 0
      raise IndexError, "index #{index + 1} out of string" if -index > size + 1
      index += 1
    end
    __splice(index, 0, other)
  end

  def to_i(base = 10)
    primitive :string_to_i
    to_i(__to_int(base))
  end

  def getbyte(index)
    primitive :string_getbyte
    getbyte(__to_int(index))
  end

  def setbyte(index, byte)
    primitive :string_setbyte
    setbyte(__to_int(index), __to_int(byte))
  end

  def byteslice(index, length = (no_length = true; nil))
    primitive :string_byteslice
    return byteslice(__to_int(index), __to_int(length)) unless no_length
    if Range === index
      bounds = __bounds(index, bytesize, false)
      return bounds && byteslice(bounds.__at(0), bounds.__at(1))
    end
    byteslice(__to_int(index))
  end

  def bytesplice(index, *args)
    __frozen_check
    if Range === index
      bounds = __bounds(index, bytesize, true)
      other = args.__at(0)
      return __byte_splice(bounds.__at(0), bounds.__at(1), __to_str(other))
    end
    start = __to_int(index)
    start += bytesize if start < 0
    raise IndexError, "index #{index} out of string" if start < 0 || start > bytesize
    __byte_splice(start, __to_int(args.__at(0)), __to_str(args.__at(1)))
  end

  def sum(bits = 16)
    primitive :string_sum
    sum(__to_int(bits))
  end

  def force_encoding(encoding)
    primitive :string_force_encoding
    force_encoding(Encoding === encoding ? encoding : __to_str(encoding))
  end

  def scrub(replacement = nil)
    return __copy if valid_encoding?
    unless replacement.nil?
      replacement = __to_str(replacement)
      unless replacement.valid_encoding?
        raise ArgumentError, "replacement must be valid byte sequence '#{replacement}'"
      end
      __check_scrub(replacement) unless replacement.encoding == encoding
      return __scrub(replacement)
    end
    return __scrub(__filler) unless block_given?
    result = String.new(encoding: encoding)
    __scrub_parts.each { |part| result << (part.valid_encoding? ? part : __to_str(yield(part))) }
    result
  end

  # What stands for bad bytes where nothing else is said.
  private def __filler = encoding.__unicode? ? 0xfffd.chr(encoding) : "?"

  private def __check_scrub(replacement)
    return if replacement.ascii_only? && encoding.ascii_compatible?
    message = "incompatible character encodings: #{encoding} and #{replacement.encoding}"
    raise Encoding::CompatibilityError, message
  end

  def scrub!(replacement = nil, &block)
    replace(scrub(replacement, &block))
  end

  def freeze
    primitive :kernel_freeze
    self
  end

  def upto(last, exclusive = false)
    return __enum(:upto, nil, last, exclusive) unless block_given?
    last = __to_str(last)
    if size == 1 && last.size == 1 && ascii_only? && last.ascii_only?
      code = ord
      stop = last.ord
      while code < stop || (code == stop && !exclusive)
        yield code.chr.force_encoding(encoding)
        code += 1
      end
      return self
    end
    if __digits? && last.__digits?
      width = size
      number = to_i
      stop = last.to_i
      while number < stop || (number == stop && !exclusive)
        yield number.to_s.rjust(width, "0")
        number += 1
      end
      return self
    end
    order = self <=> last
    after = last.succ
    return self if order > 0 || self == after
    return self if exclusive && order == 0
    text = self
    while true
      break if exclusive && text == last
      yield text
      break if text == last
      text = text.succ
      break if text == after || text.size > last.size || text.empty?
    end
    self
  end

  def __digits?
    i = 0
    while i < bytesize
      byte = getbyte(i)
      return false if byte < 48 || byte > 57
      i += 1
    end
    i > 0
  end

  def =~(other)
    primitive :string_match_op
    raise TypeError, "type mismatch: String given" if String === other
    other =~ self
  end

  def undump
    raise RuntimeError, "non-ASCII character detected" unless ascii_only?
    unless start_with?("\"") && end_with?("\"") && size > 1
      raise RuntimeError, "invalid dumped string; not wrapped with '\"' nor '\"...\".force_encoding(\"...\")' form"
    end
    result = String.new(encoding: encoding)
    i = 1
    stop = bytesize - 1
    while i < stop
      byte = getbyte(i)
      if byte != 92
        length = 1
        length += 1 while i + length < stop && !byteslice(i, length).valid_encoding?
        result << byteslice(i, length)
        i += length
        next
      end
      letter = byteslice(i + 1)
      i += 2
      case letter
      when "n" then result << "\n"
      when "t" then result << "\t"
      when "r" then result << "\r"
      when "f" then result << "\f"
      when "v" then result << "\v"
      when "b" then result << "\b"
      when "a" then result << "\a"
      when "e" then result << "\e"
      when "x"
        result = result.b << byteslice(i, 2).hex
        result.force_encoding(encoding)
        i += 2
      when "u"
        if byteslice(i) == "{"
          close = byteindex("}", i)
          byteslice(i + 1, close - i - 1).split(" ").each { |code| result << code.hex }
          i = close + 1
        else
          result << byteslice(i, 4).hex
          i += 4
        end
      else result << letter
      end
    end
    result
  end
end
