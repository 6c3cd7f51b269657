# Struct: classes with named fields. The fields are hidden instance variables.

module Kernel
  # A member as `inspect` of a struct or a data object shows it: bare if it could be a variable.
  private def __member_label(member)
    shown = member.inspect
    shown.start_with?(":\"") || shown.end_with?("?", "!") ? shown : member.to_s
  end
end

class Struct
  def self.new(*args, keyword_init: nil, **rest, &body)
    unless rest.empty?
      raise ArgumentError, "unknown keyword#{rest.size > 1 ? "s" : ""}: #{rest.keys.map { |key| key.inspect }.join(", ")}"
    end
    name = nil
    if args.__size > 0 && !(Symbol === args.__at(0))
      name = args.__shift
      name = __to_str(name) unless name.nil?
    end
    members = []
    i = 0
    while i < args.__size
      member = __struct_member(args.__at(i))
      if members.__has_same?(member)
        raise ArgumentError, "duplicate member: #{member}"
      end
      members.__push(member)
      i += 1
    end
    klass = Class.new(self)
    if name
      unless name.length > 0 && name.getbyte(0) >= 65 && name.getbyte(0) <= 90
        raise NameError.new("identifier #{name} needs to be constant", name.to_sym)
      end
      Struct.const_set(name, klass)
    end
    members.freeze
    klass.__setup_struct(members, keyword_init)
    klass.__define_struct(members)
    klass.class_eval(&body) if body
    klass
  end

  def self.__struct_member(value)
    return value if Symbol === value
    text = __check_str(value)
    raise TypeError, "#{value.inspect} is not a symbol nor a string" unless text
    text.to_sym
  end

  def self.__setup_struct(members, keyword_init)
    @__members = members
    @__keyword_init = keyword_init
  end

  def self.__own_members = @__members

  def self.__own_keyword_init = @__keyword_init

  def self.__struct_class
    klass = self
    klass = klass.superclass until klass.__own_members
    klass
  end

  def self.members
    if __same?(self, Struct)
      raise NoMethodError.new("undefined method 'members' for class Struct", :members)
    end
    __struct_class.__own_members.dup
  end

  def self.keyword_init?
    mode = __struct_class.__own_keyword_init
    mode.nil? ? nil : (mode ? true : false)
  end

  def self.inspect
    text = super
    return text if __same?(self, Struct)
    __struct_class.__own_keyword_init ? "#{text}(keyword_init: true)" : text
  end

  private def initialize(*args, **options)
    return if options.__length == 0 && __init_fields(args)
    klass = self.class.__struct_class
    members = klass.__own_members
    mode = klass.__own_keyword_init
    if mode
      if args.__size > 1 || (args.__size == 1 && !(Hash === args.__at(0)))
        raise ArgumentError, "wrong number of arguments (given #{args.__size}, expected 0)"
      end
      options = args.__at(0) if args.__size == 1
      return __init_by_name(members, options)
    end
    if options.__length > 0
      return __init_by_name(members, options) if args.__size == 0 && mode.nil?
      args.__push(options)
    end
    if args.__size > members.__size
      raise ArgumentError, "struct size differs"
    end
    i = 0
    while i < members.__size
      __set_field(members.__at(i), i < args.__size ? args.__at(i) : nil)
      i += 1
    end
    nil
  end

  # Sets the fields by position; false when something is special.
  private def __init_fields(args)
    primitive :struct_init_fields
    false
  end

  private def __init_by_name(members, options)
    i = 0
    while i < members.__size
      __set_field(members.__at(i), nil)
      i += 1
    end
    unknown = []
    options.each_pair do |key, value|
      name = String === key ? key.to_sym : key
      if members.__has_same?(name)
        __set_field(name, value)
      else
        unknown.__push(key)
      end
    end
    if unknown.__size > 0
      raise ArgumentError, "unknown keywords: #{unknown.join(", ")}"
    end
    nil
  end

  def __members = self.class.__struct_class.__own_members

  def members = __members.dup

  def size = __members.__size

  def length = __members.__size

  # The member that a name or position means.
  private def __member_for(index)
    members = __members
    if Symbol === index || String === index
      name = Symbol === index ? index : index.to_sym
      return name if members.__has_same?(name)
      raise NameError.new("no member '#{name}' in struct", name, receiver: self)
    end
    wanted = __to_int(index)
    at = wanted < 0 ? wanted + members.__size : wanted
    if at < 0
      raise IndexError, "offset #{wanted} too small for struct(size:#{members.__size})"
    end
    if at >= members.__size
      raise IndexError, "offset #{wanted} too large for struct(size:#{members.__size})"
    end
    members.__at(at)
  end

  def [](index) = __field(__member_for(index))

  def []=(index, value)
    name = __member_for(index)
    __frozen_check
    __set_field(name, value)
    value
  end

  def dig(name, *rest)
    begin
      value = __field(__member_for(name))
    rescue NameError, IndexError
      return nil
    end
    return value if rest.__size == 0 || value.nil?
    __dig_check(value)
    value.dig(*rest)
  end

  def to_a
    members = __members
    result = []
    i = 0
    while i < members.__size
      result.__push(__field(members.__at(i)))
      i += 1
    end
    result
  end

  alias_method :deconstruct, :to_a
  alias_method :values, :to_a

  def values_at(*selectors)
    size = __members.__size
    selectors.each do |selector|
      next if Range === selector
      __member_for(__to_int(selector))
    end
    to_a.values_at(*selectors)
  end

  def to_h
    members = __members
    result = {}
    i = 0
    while i < members.__size
      name = members.__at(i)
      value = __field(name)
      if block_given?
        element = yield(name, value)
        pair = __check_ary(element)
        unless pair
          raise TypeError, "wrong element type #{element.class} (expected array)"
        end
        if pair.__size != 2
          raise ArgumentError, "element has wrong array length (expected 2, was #{pair.__size})"
        end
        result.__store(pair.__at(0), pair.__at(1))
      else
        result.__store(name, value)
      end
      i += 1
    end
    result
  end

  def deconstruct_keys(keys)
    return to_h if keys.nil?
    unless Array === keys
      raise TypeError, "wrong argument type #{keys.class} (expected Array or nil)"
    end
    members = __members
    result = {}
    i = 0
    while i < keys.__size
      key = keys.__at(i)
      return result unless Symbol === key && members.__has_same?(key)
      result.__store(key, __field(key))
      i += 1
    end
    result
  end

  def each
    return __enum(:each, :size) unless block_given?
    members = __members
    i = 0
    while i < members.__size
      yield __field(members.__at(i))
      i += 1
    end
    self
  end

  def each_pair
    return __enum(:each_pair, :size) unless block_given?
    members = __members
    i = 0
    while i < members.__size
      name = members.__at(i)
      yield [name, __field(name)]
      i += 1
    end
    self
  end

  def select
    return __enum(:select, :size) unless block_given?
    to_a.select { |value| yield value }
  end

  def filter
    return __enum(:filter, :size) unless block_given?
    to_a.select { |value| yield value }
  end

  def ==(other)
    return true if __same?(self, other)
    return false unless Struct === other && __same?(self.class, other.class)
    return true unless __guard_enter(:==, self, other)
    begin
      to_a == other.to_a
    ensure
      __guard_leave(:==, self, other)
    end
  end

  def eql?(other)
    return true if __same?(self, other)
    return false unless Struct === other && __same?(self.class, other.class)
    return true unless __guard_enter(:eql?, self, other)
    begin
      to_a.eql?(other.to_a)
    ensure
      __guard_leave(:eql?, self, other)
    end
  end

  def hash
    total = __hash_of(self.class)
    return total unless __guard_enter(:hash, self)
    begin
      __hash_mix(total, to_a.hash)
    ensure
      __guard_leave(:hash, self)
    end
  end

  def inspect
    name = self.class.name
    unless __guard_enter(:inspect, self)
      return name ? "#<struct #{name}:...>" : "#<struct :...>"
    end
    begin
      text = +"#<struct "
      text.__append("#{name} ") if name
      members = __members
      i = 0
      while i < members.__size
        member = members.__at(i)
        text.__append(", ") if i > 0
        text.__append("#{__member_label(member)}=#{__field(member).inspect}")
        i += 1
      end
      text.__append(">")
    ensure
      __guard_leave(:inspect, self)
    end
  end

  alias_method :to_s, :inspect
end
