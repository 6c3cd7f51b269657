# Data: frozen objects of named fields, stored like those of Struct.

class Data
  def self.define(*names, &body)
    members = []
    names.each do |name|
      name = __data_member(name)
      raise ArgumentError, "invalid data member: #{name}" if name.end_with?("=")
      raise ArgumentError, "duplicate member: #{name}" if members.__has_same?(name)
      members.__push(name)
    end
    klass = Class.new(self)
    klass.__setup_data(members.freeze)
    klass.__define_data(members)
    klass.class_eval(&body) if body
    klass
  end

  def self.__data_member(name)
    return name if Symbol === name
    text = __check_str(name)
    raise TypeError, "#{name.inspect} is not a symbol nor a string" unless text
    text.to_sym
  end

  def self.__setup_data(members)
    @__members = members
  end

  def self.__define_data(members)
    primitive :data_define
    nil
  end

  def self.__own_members = @__members

  # The members that the class or the nearest one above it was defined with.
  def self.__members
    klass = self
    klass = klass.superclass until klass.__own_members || __same?(klass, Data)
    klass.__own_members
  end

  def self.new(*args, **options)
    members = __members
    raise NoMethodError.new("undefined method 'new' for class Data", :new, receiver: self) unless members
    return super(**options) if args.__size == 0
    if options.__length > 0
      raise ArgumentError, "wrong number of arguments (given #{args.__size + 1}, expected 0)"
    end
    if args.__size > members.__size
      expected = members.__size == 0 ? "0" : "0..#{members.__size}"
      raise ArgumentError, "wrong number of arguments (given #{args.__size}, expected #{expected})"
    end
    values = {}
    args.each_with_index { |value, i| values.__store(members.__at(i), value) }
    super(**values)
  end

  def self.[](*args, **options) = new(*args, **options)

  def self.members
    found = __members
    raise NoMethodError.new("undefined method 'members' for class Data", :members, receiver: self) unless found
    found.dup
  end

  private def initialize(**options)
    members = self.class.__members
    unknown = []
    options.each_pair do |key, value|
      name = String === key ? key.to_sym : key
      if members.__has_same?(name)
        __set_field(name, value)
      else
        unknown.__push(key)
      end
    end
    if options.__length - unknown.__size < members.__size
      missing = members.reject { |name| options.key?(name) || options.key?(name.to_s) }
      raise ArgumentError, "missing keyword#{missing.__size > 1 ? "s" : ""}: #{missing.map { |name| name.inspect }.join(", ")}"
    end
    if unknown.__size > 0
      raise ArgumentError, "unknown keyword#{unknown.__size > 1 ? "s" : ""}: #{unknown.map { |key| key.inspect }.join(", ")}"
    end
    freeze
  end

  private def initialize_copy(other)
    super
    freeze
  end

  private def __field(name)
    primitive :struct_field
    nil
  end

  private def __set_field(name, value)
    primitive :struct_set_field
    value
  end

  def members = self.class.__members.dup

  def with(*args, **options)
    if args.__size > 0
      raise ArgumentError, "wrong number of arguments (given #{args.__size}, expected 0)"
    end
    return self if options.__length == 0
    self.class.new(**to_h.merge(options))
  end

  def to_h
    result = {}
    self.class.__members.each do |name|
      if block_given?
        element = yield(name, __field(name))
        pair = __check_ary(element)
        raise TypeError, "wrong element type #{element.class} (expected array)" unless pair
        if pair.__size != 2
          raise ArgumentError, "element has wrong array length (expected 2, was #{pair.__size})"
        end
        result.__store(pair.__at(0), pair.__at(1))
      else
        result.__store(name, __field(name))
      end
    end
    result
  end

  def deconstruct_keys(keys)
    return to_h if keys.nil?
    raise TypeError, "wrong argument type #{keys.class} (expected Array or nil)" unless Array === keys
    members = self.class.__members
    result = {}
    keys.each do |key|
      return result unless Symbol === key && members.__has_same?(key)
      result.__store(key, __field(key))
    end
    result
  end

  def deconstruct = __fields

  private def __fields = self.class.__members.map { |name| __field(name) }

  def ==(other)
    return true if __same?(self, other)
    return false unless __same?(self.class, other.class)
    return true unless __guard_enter(:==, self, other)
    begin
      __fields == other.__send__(:__fields)
    ensure
      __guard_leave(:==, self, other)
    end
  end

  def eql?(other)
    return true if __same?(self, other)
    return false unless __same?(self.class, other.class)
    return true unless __guard_enter(:eql?, self, other)
    begin
      __fields.eql?(other.__send__(:__fields))
    ensure
      __guard_leave(:eql?, self, other)
    end
  end

  def hash
    total = __hash_of(self.class)
    return total unless __guard_enter(:hash, self)
    begin
      __hash_mix(total, __fields.hash)
    ensure
      __guard_leave(:hash, self)
    end
  end

  def inspect
    name = self.class.name
    unless __guard_enter(:inspect, self)
      return name ? "#<data #{name}:...>" : "#<data :...>"
    end
    begin
      shown = self.class.__members.map do |member|
        "#{__member_label(member)}=#{__inspected(__field(member))}"
      end
      "#<data #{name}#{" " if name && shown.__size > 0}#{shown.join(", ")}>"
    ensure
      __guard_leave(:inspect, self)
    end
  end

  alias_method :to_s, :inspect
end
