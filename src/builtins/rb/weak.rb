# Weak references and what stands on them.

class WeakRef
  def self.create_weakref(object) = new(object)

  private def initialize(object)
    @__target = WeakTuple.new(1)
    @__target.put(0, object)
    self
  end

  def weakref_alive?
    !@__target.at(0).nil?
  end

  # The target; raises when it is gone.
  def object
    target = @__target.at(0)
    if target.nil?
      raise WeakRef::RefError, "Invalid Reference - probably recycled"
    end
    target
  end

  def __getobj__ = object

  def __setobj__(object)
    initialize(object)
    object
  end

  def __weak_tuple = @__target

  def method_missing(name, *args, **options, &block)
    object.__send__(name, *args, **options, &block)
  end

  def respond_to_missing?(name, private = false)
    weakref_alive? && object.respond_to?(name, private)
  end

  def to_s = object.to_s

  def inspect = object.inspect

  def ==(other)
    return true if __same?(self, other)
    object == other
  end

  def !=(other) = !(self == other)
end

class WeakTuple
  # Whether no slot is nil, as slots of dead objects are.
  def live?
    i = 0
    while i < fields
      return false if __same?(at(i), nil)
      i += 1
    end
    true
  end
end

class ObjectSpace::WeakMap
  include Enumerable

  private def initialize
    @__keys = {}
    self
  end

  # Slots hold key and value; an entry lives while both do.
  private def __slot(key)
    slots = @__keys.__fetch(__identity_hash(key))
    return nil unless slots
    i = 0
    while i < slots.__size
      slot = slots.__at(i)
      return slot if __same?(slot.at(0), key) && slot.live?
      i += 1
    end
    nil
  end

  # A slot of a weak tuple that is nil means a dead object.
  private def __held(value) = value.nil? ? WeakTuple : value

  private def __released(value) = __same?(value, WeakTuple) ? nil : value

  def []=(key, value)
    slot = __slot(key)
    if slot
      slot.put(1, __held(value))
      return value
    end
    __sweep if (@__added = (@__added || 0) + 1) % 64 == 0
    slot = WeakTuple.new(2)
    slot.put(0, key)
    slot.put(1, __held(value))
    number = __identity_hash(key)
    slots = @__keys.__fetch(number)
    if slots
      __drop_dead(slots)
      slots.__push(slot)
    else
      @__keys.__store(number, [slot])
    end
    value
  end

  def [](key)
    slot = __slot(key)
    slot ? __released(slot.at(1)) : nil
  end

  def key?(key) = __slot(key) ? true : false

  alias_method :include?, :key?
  alias_method :member?, :key?

  def delete(key)
    slot = __slot(key)
    unless slot
      return block_given? ? yield(key) : nil
    end
    value = __released(slot.at(1))
    number = __identity_hash(key)
    slots = @__keys.__fetch(number)
    slots.delete(slot)
    @__keys.__remove(number) if slots.__size == 0
    value
  end

  private def __drop_dead(slots)
    slots.reject! { |slot| !slot.live? }
  end

  private def __sweep
    @__keys.delete_if do |number, slots|
      __drop_dead(slots)
      slots.__size == 0
    end
  end

  private def __live_slots
    result = []
    @__keys.each_value do |slots|
      slots.each { |slot| result.__push(slot) if slot.live? }
    end
    result
  end

  def size = __live_slots.__size

  def length = size

  def keys = __live_slots.map { |slot| slot.at(0) }

  def values = __live_slots.map { |slot| __released(slot.at(1)) }

  def each
    raise LocalJumpError, "no block given" unless block_given?
    __live_slots.each { |slot| yield slot.at(0), __released(slot.at(1)) if slot.live? }
    self
  end

  alias_method :each_pair, :each

  def each_key
    keys.each { |key| yield key }
    self
  end

  def each_value
    values.each { |value| yield value }
    self
  end

  def inspect
    text = +"#<#{self.class}:0x#{object_id.to_s(16).rjust(16, "0")}"
    first = true
    each do |key, value|
      text.__append(first ? ": " : ", ")
      first = false
      text.__append("#{key.inspect} => #{value.inspect}")
    end
    text.__append(">")
  end
end

class ObjectSpace::WeakKeyMap
  private def initialize
    @__keys = {}
    self
  end

  private def __slot(key)
    slots = @__keys.__fetch(__hash_of(key))
    return nil unless slots
    i = 0
    while i < slots.__size
      slot = slots.__at(i)
      stored = slot.__at(0).at(0)
      return slot if slot.__at(0).live? && (__same?(stored, key) || key.eql?(stored))
      i += 1
    end
    nil
  end

  def []=(key, value)
    if __immediate?(key)
      raise ArgumentError, "WeakKeyMap keys must be garbage collectable"
    end
    slot = __slot(key)
    if slot
      slot.__put(1, value)
      return value
    end
    __sweep if (@__added = (@__added || 0) + 1) % 64 == 0
    cell = WeakTuple.new(1)
    cell.put(0, key)
    number = __hash_of(key)
    slots = @__keys.__fetch(number)
    slots ? slots.__push([cell, value]) : @__keys.__store(number, [[cell, value]])
    value
  end

  def [](key)
    slot = __slot(key)
    slot ? slot.__at(1) : nil
  end

  def key?(key) = __slot(key) ? true : false

  def getkey(key)
    slot = __slot(key)
    slot ? slot.__at(0).at(0) : nil
  end

  def delete(key)
    slot = __slot(key)
    unless slot
      return block_given? ? yield(key) : nil
    end
    number = __hash_of(key)
    slots = @__keys.__fetch(number)
    slots.reject! { |other| __same?(other, slot) }
    @__keys.__remove(number) if slots.__size == 0
    slot.__at(1)
  end

  def clear
    @__keys = {}
    self
  end

  private def __sweep
    @__keys.delete_if do |number, slots|
      slots.reject! { |slot| !slot.__at(0).live? }
      slots.__size == 0
    end
  end

  def size
    __sweep
    total = 0
    @__keys.each_value { |slots| total += slots.__size }
    total
  end

  def inspect = "#<#{self.class}:0x#{object_id.to_s(16).rjust(16, "0")} size=#{size}>"
end
