# Kernel: conversions, output, copying, reflection.

module Kernel
  private def Integer(value, base = (no_base = true; nil), exception: true)
    case value
    when Integer
      return value if no_base || base.nil?
      raise ArgumentError, "base specified for non string value" if exception
      return nil
    when Float
      unless no_base || base.nil?
        raise ArgumentError, "base specified for non string value" if exception
        return nil
      end
      if value.nan? || value.infinite?
        return nil unless exception
        raise FloatDomainError, value.to_s
      end
      return value.to_i
    when String
      return __integer_from(value, no_base || base.nil? ? 0 : __to_int(base), exception)
    when nil
      return nil unless exception
      raise TypeError, "can't convert nil into Integer"
    end
    begin
      unless no_base || base.nil?
        text = __check_str(value)
        return __integer_from(text, __to_int(base), exception) if text
        raise ArgumentError, "base specified for non string value"
      end
      __integer_of(value)
    rescue StandardError
      raise if exception
      nil
    end
  end

  def self.Integer(value, *args, **options) = nil.__send__(:Integer, value, *args, **options)

  private def __integer_from(text, base, exception)
    number = __parse_int(text, base)
    return number unless number.nil?
    return nil unless exception
    __invalid_number(text, "Integer")
  end

  private def __integer_of(value)
    if value.respond_to?(:to_int)
      number = value.to_int
      return number if Integer === number
    end
    if value.respond_to?(:to_str)
      return __integer_from(__to_str(value), 0, true)
    end
    unless value.respond_to?(:to_i)
      raise TypeError, "can't convert #{__describe(value)} into Integer"
    end
    number = value.to_i
    return number if Integer === number
    from = __describe(value)
    raise TypeError, "can't convert #{from} to Integer (#{from}#to_i gives #{number.class})"
  end

  private def Float(value, exception: true)
    case value
    when Float then return value
    when Integer then return value.to_f
    when String
      number = __parse_float(value)
      return number unless number.nil?
      return nil unless exception
      __invalid_number(value, "Float")
    when nil
      return nil unless exception
      raise TypeError, "can't convert nil into Float"
    end
    begin
      unless value.respond_to?(:to_f)
        return Float(__to_str(value)) if value.respond_to?(:to_str)
        raise TypeError, "can't convert #{__describe(value)} into Float"
      end
      number = value.to_f
      return number if Float === number
      from = __describe(value)
      raise TypeError, "can't convert #{from} to Float (#{from}#to_f gives #{number.class})"
    rescue StandardError
      raise if exception
      nil
    end
  end

  def self.Float(value, **options) = nil.__send__(:Float, value, **options)

  private def String(value)
    text = __check_str(value)
    return text if text
    unless value.respond_to?(:to_s, true)
      raise TypeError, "can't convert #{__describe(value)} into String"
    end
    text = value.to_s
    return text if String === text
    from = __describe(value)
    raise TypeError, "can't convert #{from} to String (#{from}#to_s gives #{text.class})"
  end

  def self.String(value) = nil.__send__(:String, value)

  private def Array(value)
    list = __check_ary(value)
    return list if list
    return [value] unless value.respond_to?(:to_a, true)
    list = value.to_a
    return [value] if list.nil?
    return list if Array === list
    from = __describe(value)
    raise TypeError, "can't convert #{from} to Array (#{from}#to_a gives #{list.class})"
  end

  def self.Array(value) = nil.__send__(:Array, value)

  private def Hash(value)
    return {} if value.nil? || (Array === value && value.empty?)
    hash = __check_hash(value)
    return hash if hash
    raise TypeError, "can't convert #{__describe(value)} into Hash"
  end

  def self.Hash(value) = nil.__send__(:Hash, value)

  # A stream of the program's own that only has `write` gets here as well.
  private def puts(*items)
    return __put_lines(items) if __same?(self, $stdout)
    $stdout.__send__(:puts, *items)
    nil
  end

  def self.puts(*items)
    nil.__send__(:puts, *items)
  end

  private def print(*items)
    items = [$_] if items.__size == 0
    return __print_items(items) if __same?(self, $stdout)
    $stdout.__send__(:print, *items)
    nil
  end

  def self.print(*items)
    nil.__send__(:print, *items)
  end

  private def p(*items)
    i = 0
    while i < items.__size
      $stdout.write("#{__inspected(items.__at(i))}\n")
      i += 1
    end
    return nil if items.__size == 0
    items.__size == 1 ? items.__at(0) : items
  end

  def self.p(*items) = nil.__send__(:p, *items)

  private def __inspected(value)
    text = value.inspect
    return text if String === text
    text.__send__(:__any_to_s)
  end

  private def pp(*items)
    i = 0
    while i < items.__size
      __pretty(items.__at(i))
      i += 1
    end
    return nil if items.__size == 0
    items.__size == 1 ? items.__at(0) : items
  end

  private def __pretty(value)
    text = __inspected(value)
    text = __pretty_lines(value, 0, 0) if text.size > 79
    $stdout.write(text + "\n")
  end

  # `inspect` broken into lines of at most 80 characters; `room` are taken at
  # the end of the last one.
  private def __pretty_lines(value, indent, room)
    text = __inspected(value)
    return text if indent + text.size + room <= 79
    inner = indent + 1
    if Array === value && !value.empty?
      parts = []
      value.each_with_index do |item, i|
        parts << __pretty_lines(item, inner, i == value.size - 1 ? room + 1 : 1)
      end
      return "[" + parts.join(",\n" + " " * inner) + "]"
    end
    if Hash === value && !value.empty?
      parts = []
      count = value.size
      value.each_pair do |key, item|
        last = parts.size == count - 1 ? room + 1 : 1
        shown = Symbol === key ? { key => 0 }.inspect[1..-3].chomp(" ") : __inspected(key) + " =>"
        plain = __inspected(item)
        if inner + shown.size + 1 + plain.size + last <= 79
          parts << shown + " " + plain
        else
          parts << shown + "\n" + " " * (inner + 1) + __pretty_lines(item, inner + 1, last)
        end
      end
      return "{" + parts.join(",\n" + " " * inner) + "}"
    end
    text
  end

  private def printf(*args)
    return nil if args.empty?
    unless String === args.__at(0)
      out = args.shift
      out.write(format(*args))
      return nil
    end
    $stdout.write(format(*args))
    nil
  end

  def self.printf(*args) = nil.__send__(:printf, *args)

  private def putc(item)
    $stdout.putc(item)
  end

  private def abort(message = undefined)
    raise SystemExit.new(1, "exit") if __undefined?(message)
    message = __to_str(message)
    $stderr.__send__(:__put_lines, [message])
    raise SystemExit.new(1, message)
  end

  def self.abort(*args) = nil.__send__(:abort, *args)

  private def caller(start = 1, length = nil) = __caller_part(__caller_texts, start, length)

  private def caller_locations(start = 1, length = nil)
    places = __caller_part(__caller_places, start, length)
    places && places.map { |place| Thread::Backtrace::Location.new(*place) }
  end

  private def __caller_part(lines, start, length)
    return lines[start] if Range === start
    level = __to_int(start)
    raise ArgumentError, "negative level (#{level})" if level < 0
    return lines[level, lines.size] if length.nil?
    size = __to_int(length)
    raise ArgumentError, "negative size (#{size})" if size < 0
    lines[level, size]
  end

  private def loop
    return __enum(:loop, Float::INFINITY) unless block_given?
    begin
      while true
        yield
      end
    rescue StopIteration => stop
      stop.result
    end
  end

  def self.loop(&block) = nil.__send__(:loop, &block)

  def ===(other) = __same?(self, other) || (self == other ? true : false)

  def !~(other) = (self =~ other) ? false : true

  def <=>(other) = __same?(self, other) || self == other ? 0 : nil

  def instance_variable_names = instance_variables.map { |name| name.to_s }

  def inspect
    names = instance_variables
    return __any_to_s if names.__size == 0
    open = __any_to_s
    open = open.byteslice(0, open.bytesize - 1)
    return open + " ...>" unless __guard_enter(:inspect, self)
    begin
      i = 0
      while i < names.__size
        name = names.__at(i)
        open << (i == 0 ? " " : ", ") << name.name << "=" << __inspected(instance_variable_get(name))
        i += 1
      end
    ensure
      __guard_leave(:inspect, self)
    end
    open << ">"
  end

  def dup
    copy = __shallow_copy
    return copy if __same?(copy, self)
    copy.__send__(:initialize_dup, self)
    copy
  end

  def clone(freeze: nil)
    unless freeze.nil? || freeze == true || freeze == false
      raise ArgumentError, "unexpected value for freeze: #{freeze.class}"
    end
    copy = __shallow_copy
    if __same?(copy, self)
      raise ArgumentError, "can't unfreeze #{self.class}" if freeze == false && __immediate?(self)
      return copy
    end
    copy.__send__(:__copy_singleton, self) if __singleton? && !(Module === self)
    if freeze.nil?
      copy.__send__(:initialize_clone, self)
    else
      copy.__send__(:initialize_clone, self, freeze: freeze)
    end
    copy.freeze if freeze || (freeze.nil? && frozen?)
    copy
  end

  private def initialize_copy(other)
    return self if __same?(self, other)
    __frozen_check
    unless other.class == self.class
      raise TypeError, "initialize_copy should take same class object"
    end
    self
  end

  private def initialize_dup(other) = initialize_copy(other)

  private def initialize_clone(other, freeze: nil) = initialize_copy(other)

  def then
    return __enum(:then, 1) unless block_given?
    yield self
  end

  def yield_self
    return __enum(:yield_self, 1) unless block_given?
    yield self
  end

  def tap
    yield self
    self
  end

  def display(port = $stdout)
    port.write(self)
    nil
  end

  def methods(all = true) = all ? __methods(:any, true) : singleton_methods(false)

  def public_methods(all = true) = __methods(:public, all)

  def private_methods(all = true) = __methods(:private, all)

  def protected_methods(all = true) = __methods(:protected, all)

  def singleton_methods(all = true) = __singleton_methods(all)
end

class BasicObject
  # A program's `==` counts here, also one of Integer: no operator of the core's.
  def !=(other) = __send__(:==, other) ? false : true
end
