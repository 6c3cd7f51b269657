# Regexp: arguments of its methods.

class Regexp
  private def initialize(source, options = nil, timeout: nil)
    timeout = Regexp.__check_timeout(timeout)
    if Regexp === source
      return __setup(source.source, source.options, timeout)
    end
    __setup(__to_str(source), Regexp.__options(options), timeout)
  end

  private def initialize_copy(other) = __become(other)

  def self.compile(*args, **options) = new(*args, **options)

  # Options as a number.
  def self.__options(options)
    return options & 55 if Integer === options
    return 0 if options.nil? || options == false
    return 1 unless String === options
    bits = 0
    i = 0
    while i < options.bytesize
      case options.getbyte(i)
      when 105 then bits |= 1
      when 120 then bits |= 2
      when 109 then bits |= 4
      else raise ArgumentError, "unknown regexp option: #{options}"
      end
      i += 1
    end
    bits
  end

  def self.__check_timeout(seconds)
    return nil if seconds.nil?
    unless Numeric === seconds
      raise TypeError, "can't convert #{__describe(seconds)} into Float"
    end
    raise ArgumentError, "invalid timeout: #{seconds.inspect}" if seconds <= 0
    seconds.to_f
  end

  def self.timeout=(seconds)
    __timeout(__check_timeout(seconds))
  end

  def self.escape(text)
    __escape(Symbol === text ? text : __to_str(text))
  end

  def self.quote(text)
    __escape(Symbol === text ? text : __to_str(text))
  end

  def self.try_convert(value)
    return value if Regexp === value
    __check_convert(value, :to_regexp, "Regexp", Regexp)
  end

  def self.linear_time?(source, options = nil, timeout: nil)
    if Regexp === source
      return __linear?(source.source, source.options)
    end
    __linear?(__to_str(source), __options(options))
  end

  def self.last_match(group = (no_group = true; nil))
    found = __last_match
    return found if no_group || found.nil?
    found[group]
  end

  def self.union(*patterns)
    if patterns.__size == 1
      list = __check_ary(patterns.__at(0))
      patterns = list if list
    end
    return new("(?!)") if patterns.empty?
    if patterns.__size == 1
      only = patterns.__at(0)
      return only if Regexp === only
      converted = __check_convert(only, :to_regexp, "Regexp", Regexp)
      return converted if converted
      return new(escape(only))
    end
    __union(patterns)
  end

  def self.__union(patterns)
    source = String.new(encoding: Encoding::UTF_8)
    i = 0
    while i < patterns.__size
      source << "|" if i > 0
      part = patterns.__at(i)
      unless Regexp === part
        part = __check_convert(part, :to_regexp, "Regexp", Regexp) || part
      end
      source << (Regexp === part ? part.to_s : __escape(__to_str(part)))
      i += 1
    end
    new(source)
  end

  def =~(other)
    primitive :regexp_match_op
    other = __to_str(other) unless other.nil? || Symbol === other
    self =~ other
  end

  def ===(other)
    primitive :regexp_case_eq
    other = __check_str(other) unless Symbol === other
    self === other
  end

  def match(text, position = 0)
    found = __match(text, position)
    return yield(found) if found && block_given?
    found
  end

  private def __match(text, position)
    primitive :regexp_match
    text = __to_str(text) unless text.nil? || Symbol === text
    __match(text, __to_int(position))
  end

  def match?(text, position = 0)
    primitive :regexp_match_p
    text = __to_str(text) unless text.nil? || Symbol === text
    match?(text, __to_int(position))
  end
end
