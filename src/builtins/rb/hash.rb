# Hash: elements, adding and removing, showing.

class Hash
  def self.[](*args)
    hash = allocate
    if args.__size == 1
      source = args.__at(0)
      other = __check_hash(source)
      if other
        hash.__add_all(other)
        return hash
      end
      pairs = __check_ary(source)
      if pairs
        hash.__add_pairs(pairs)
        return hash
      end
    end
    if args.__size.odd?
      raise ArgumentError, "odd number of arguments for Hash"
    end
    i = 0
    while i < args.__size
      hash.__store(args.__at(i), args.__at(i + 1))
      i += 2
    end
    hash
  end

  def self.try_convert(value) = __check_hash(value)

  private def initialize(default = undefined, capacity: 0, &block)
    __frozen_check
    capacity = __to_int(capacity)
    if block
      unless __undefined?(default)
        raise ArgumentError, "wrong number of arguments (given 1, expected 0)"
      end
      __check_default_proc(block)
      __set_default(block, true)
    else
      __set_default(__undefined?(default) ? nil : default, false)
    end
    self
  end

  private def __check_default_proc(block)
    return unless block.lambda?
    arity = block.arity
    return if arity == 2 || (arity < 0 && arity >= -3)
    arity = -arity - 1 if arity < 0
    raise TypeError, "default_proc takes two arguments (2 for #{arity})"
  end

  private def initialize_copy(other)
    primitive :hash_initialize_copy
    replace(other)
    other = __to_hash(other)
    __set_default(other.__default, other.__default_proc?)
    self
  end

  def replace(other)
    __frozen_check
    other = __to_hash(other)
    return self if __same?(self, other)
    if __iterating?
      raise RuntimeError, "can't replace hash during iteration"
    end
    __become(other)
    self
  end

  def __add_all(other)
    i = other.__next(0)
    while i
      __store(other.__key_at(i), other.__value_at(i))
      i = other.__next(i + 1)
    end
    self
  end

  def __add_pairs(pairs)
    i = 0
    while i < pairs.__size
      element = pairs.__at(i)
      pair = __check_ary(element)
      unless pair
        raise ArgumentError, "wrong element type #{element.class} at #{i} (expected array)"
      end
      unless pair.__size == 1 || pair.__size == 2
        raise ArgumentError, "invalid number of elements (#{pair.__size} for 1..2)"
      end
      __store(pair.__at(0), pair.__fetch_at(1))
      i += 1
    end
    self
  end

  # --- searching ----------------------------------------------------------

  # Position of the entry with this key, or nil.
  def __find(key)
    primitive :hash_find
    hash = __by_identity? ? __identity_hash(key) : __hash_of(key)
    n = 0
    while (at = __candidate(hash, n))
      stored = __key_at(at)
      return at if __same?(key, stored)
      return at if !__by_identity? && key.eql?(stored)
      n += 1
    end
    nil
  end

  # The value under a key, nil when there is none.
  def __fetch(key)
    primitive :hash_fetch_simple
    at = __find(key)
    at ? __value_at(at) : nil
  end

  def __has?(key)
    primitive :hash_has
    __find(key) ? true : false
  end

  def __store(key, value)
    primitive :hash_store_simple
    at = __find(key)
    if at
      __set_value_at(at, value)
    else
      __insert(__by_identity? ? __identity_hash(key) : __hash_of(key), key, value)
    end
    value
  end

  # Takes a key out; whether it was there.
  def __remove(key)
    at = __find(key)
    return false unless at
    __delete_at(at)
    true
  end

  def [](key)
    primitive :hash_aref
    at = __find(key)
    return __value_at(at) if at
    __default_redefined? ? default(key) : __default_for(key)
  end

  # For methods that do not care for another `[]`.
  alias_method :__aref, :[]

  def []=(key, value)
    primitive :hash_aset
    __frozen_check
    __store(key, value)
  end

  alias_method :store, :[]=

  def key?(key)
    primitive :hash_has
    __find(key) ? true : false
  end

  alias_method :has_key?, :key?
  alias_method :include?, :key?
  alias_method :member?, :key?

  def fetch(key, default = undefined)
    primitive :hash_fetch
    if block_given? && !__undefined?(default)
      warn("warning: block supersedes default value argument", uplevel: 0)
    end
    at = __find(key)
    return __value_at(at) if at
    return yield(key) if block_given?
    return default unless __undefined?(default)
    raise KeyError.new("key not found: #{key.inspect}", receiver: self, key: key)
  end

  def fetch_values(*keys)
    result = []
    i = 0
    while i < keys.__size
      key = keys.__at(i)
      result.__push(block_given? ? fetch(key) { |missing| yield missing } : fetch(key))
      i += 1
    end
    result
  end

  def values_at(*keys)
    result = []
    i = 0
    while i < keys.__size
      result.__push(__aref(keys.__at(i)))
      i += 1
    end
    result
  end

  def dig(key, *rest)
    value = __aref(key)
    return value if rest.__size == 0 || value.nil?
    __dig_check(value)
    value.dig(*rest)
  end

  def key(value)
    i = __next(0)
    while i
      return __key_at(i) if __equal?(__value_at(i), value)
      i = __next(i + 1)
    end
    nil
  end

  def value?(value)
    i = __next(0)
    while i
      return true if __equal?(__value_at(i), value)
      i = __next(i + 1)
    end
    false
  end

  alias_method :has_value?, :value?

  def assoc(key)
    at = __find(key)
    at ? [__key_at(at), __value_at(at)] : nil
  end

  def rassoc(value)
    i = __next(0)
    while i
      return [__key_at(i), __value_at(i)] if __equal?(__value_at(i), value)
      i = __next(i + 1)
    end
    nil
  end

  # --- defaults -----------------------------------------------------------

  def default(key = undefined)
    return __default unless __default_proc?
    return nil if __undefined?(key)
    __default_for(key)
  end

  def __default_for(key) = __default_proc? ? __default.call(self, key) : __default

  def default=(value)
    __frozen_check
    __set_default(value, false)
    value
  end

  def default_proc = __default_proc? ? __default : nil

  def default_proc=(value)
    __frozen_check
    if value.nil?
      __set_default(nil, false)
      return value
    end
    block = Proc === value ? value : __check_convert(value, :to_proc, "Proc", Proc)
    unless block
      raise TypeError, "wrong default_proc type #{value.class} (expected Proc)"
    end
    __check_default_proc(block)
    __set_default(block, true)
    value
  end

  # --- removing -----------------------------------------------------------

  def delete(key)
    primitive :hash_delete
    __frozen_check
    at = __find(key)
    return __delete_at(at) if at
    block_given? ? yield(key) : nil
  end

  def shift
    __frozen_check
    i = __next(0)
    return nil unless i
    pair = [__key_at(i), __value_at(i)]
    __delete_at(i)
    pair
  end

  def clear
    __frozen_check
    __clear
    self
  end

  def rehash
    if __iterating?
      raise RuntimeError, "rehash during iteration"
    end
    __frozen_check
    copy = __copy_entries
    __clear
    i = copy.__next(0)
    while i
      key = copy.__key_at(i)
      __store(key, copy.__value_at(i)) unless __has?(key)
      i = copy.__next(i + 1)
    end
    self
  end

  def compare_by_identity
    return self if __by_identity?
    __frozen_check
    if __iterating?
      raise RuntimeError, "compare_by_identity during iteration"
    end
    copy = __copy_entries
    __clear
    __set_by_identity
    __add_all(copy)
    self
  end

  def compare_by_identity? = __by_identity?

  # A plain hash with the same entries.
  private def __copy_entries
    copy = {}
    copy.__become(self)
    copy
  end

  # --- comparing ----------------------------------------------------------

  def ==(other) = __eq?(other, false)

  def eql?(other) = __eq?(other, true)

  private def __eq?(other, eql)
    return true if __same?(self, other)
    unless Hash === other
      return false unless other.respond_to?(:to_hash)
      return (eql ? other.eql?(self) : other == self) ? true : false
    end
    return false if __length != other.__length
    return true if __length == 0
    return false if __by_identity? != other.__by_identity?
    return true unless __guard_enter(:==, self, other)
    begin
      i = __next(0)
      while i
        at = other.__find(__key_at(i))
        return false unless at
        mine = __value_at(i)
        theirs = other.__value_at(at)
        return false unless eql ? __eql?(mine, theirs) : __equal?(mine, theirs)
        i = __next(i + 1)
      end
      true
    ensure
      __guard_leave(:==, self, other)
    end
  end

  def hash
    total = __hash_start(__length)
    return total unless __guard_enter(:hash, self)
    begin
      i = __next(0)
      while i
        pair = __hash_mix(__hash_of(__key_at(i)), __hash_of(__value_at(i)))
        total = __hash_add(total, pair)
        i = __next(i + 1)
      end
      total
    ensure
      __guard_leave(:hash, self)
    end
  end

  def <=(other)
    other = __to_hash(other)
    return false if __length > other.__length
    i = __next(0)
    while i
      at = other.__find(__key_at(i))
      return false unless at && __equal?(__value_at(i), other.__value_at(at))
      i = __next(i + 1)
    end
    true
  end

  def <(other)
    other = __to_hash(other)
    return false if __length >= other.__length
    self <= other
  end

  def >=(other) = __to_hash(other) <= self

  def >(other) = __to_hash(other) < self

  # --- showing ------------------------------------------------------------

  def inspect
    primitive :hash_inspect
    return "{}".encode("US-ASCII") if __length == 0
    return "{...}" unless __guard_enter(:inspect, self)
    begin
      text = +"{"
      first = true
      i = __next(0)
      while i
        text.__append(", ") unless first
        key = __key_at(i)
        if Symbol === key
          text.force_encoding(key.encoding) if first
          text.__append(__symbol_key(key))
        else
          shown = key.inspect
          text.force_encoding(shown.encoding) if first && String === shown
          text.__append("#{shown}")
          text.__append(" => ")
        end
        first = false
        text.__append("#{__value_at(i).inspect}")
        i = __next(i + 1)
      end
      text.__append("}")
    ensure
      __guard_leave(:inspect, self)
    end
  end

  alias_method :to_s, :inspect

  def to_hash = self

  def to_h
    unless block_given?
      return self if instance_of?(Hash)
      result = {}
      result.__become(self)
      result.__set_default(__default, __default_proc?)
      return result
    end
    result = {}
    i = __next(0)
    while i
      element = yield(__key_at(i), __value_at(i))
      pair = __check_ary(element)
      unless pair
        raise TypeError, "wrong element type #{element.class} (expected array)"
      end
      if pair.__size != 2
        raise ArgumentError, "element has wrong array length (expected 2, was #{pair.__size})"
      end
      result.__store(pair.__at(0), pair.__at(1))
      i = __next(i + 1)
    end
    result
  end

  def to_proc
    hash = self
    lambda { |key| hash.__aref(key) }
  end

  def deconstruct_keys(keys) = self
end
