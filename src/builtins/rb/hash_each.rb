# Hash: iteration and new hashes from old ones.

class Hash
  def each
    return __enum(:each, :size) unless block_given?
    __enter_iteration
    begin
      i = __next(0)
      while i
        yield __pair_at(i)
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    self
  end

  def each_pair
    return __enum(:each_pair, :size) unless block_given?
    __enter_iteration
    begin
      i = __next(0)
      while i
        yield __pair_at(i)
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    self
  end

  def each_key
    return __enum(:each_key, :size) unless block_given?
    __enter_iteration
    begin
      i = __next(0)
      while i
        yield __key_at(i)
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    self
  end

  def each_value
    return __enum(:each_value, :size) unless block_given?
    __enter_iteration
    begin
      i = __next(0)
      while i
        yield __value_at(i)
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    self
  end

  def map
    return __enum(:map, :size) unless block_given?
    return __map_pairs { |key, value| yield key, value } if __takes_pair?
    result = []
    __enter_iteration
    begin
      i = __next(0)
      while i
        result.__push(yield(__pair_at(i)))
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    result
  end

  alias_method :collect, :map

  # For a lambda of two parameters, which gets key and value.
  private def __map_pairs
    result = []
    each { |pair| result.__push(yield(pair.__at(0), pair.__at(1))) }
    result
  end

  def find(if_none = nil)
    return __enum(:find, nil, *(if_none ? [if_none] : [])) unless block_given?
    split = __takes_pair?
    each { |pair| return pair if split ? yield(pair.__at(0), pair.__at(1)) : yield(pair) }
    if_none ? if_none.call : nil
  end

  def detect(if_none = nil)
    return __enum(:detect, nil, *(if_none ? [if_none] : [])) unless block_given?
    split = __takes_pair?
    each { |pair| return pair if split ? yield(pair.__at(0), pair.__at(1)) : yield(pair) }
    if_none ? if_none.call : nil
  end

  def select
    return __enum(:select, :size) unless block_given?
    __part(true) { |key, value| yield key, value }
  end

  def filter
    return __enum(:filter, :size) unless block_given?
    __part(true) { |key, value| yield key, value }
  end

  def reject
    return __enum(:reject, :size) unless block_given?
    __part(false) { |key, value| yield key, value }
  end

  # The entries for which the block's answer is as wanted.
  private def __part(wanted)
    result = {}
    result.__set_by_identity if __by_identity?
    __enter_iteration
    begin
      i = __next(0)
      while i
        key = __key_at(i)
        value = __value_at(i)
        answer = yield(key, value)
        result.__store(key, value) if wanted ? answer : !answer
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    result
  end

  def select!
    return __enum(:select!, :size) unless block_given?
    __frozen_check
    before = __length
    __strike(false) { |key, value| yield key, value }
    before == __length ? nil : self
  end

  def filter!
    return __enum(:filter!, :size) unless block_given?
    __frozen_check
    before = __length
    __strike(false) { |key, value| yield key, value }
    before == __length ? nil : self
  end

  def keep_if
    return __enum(:keep_if, :size) unless block_given?
    __frozen_check
    __strike(false) { |key, value| yield key, value }
    self
  end

  def reject!
    return __enum(:reject!, :size) unless block_given?
    __frozen_check
    before = __length
    __strike(true) { |key, value| yield key, value }
    before == __length ? nil : self
  end

  def delete_if
    return __enum(:delete_if, :size) unless block_given?
    __frozen_check
    __strike(true) { |key, value| yield key, value }
    self
  end

  # Deletes the entries for which the block's answer is as given.
  private def __strike(unwanted)
    __enter_iteration
    begin
      i = __next(0)
      while i
        answer = yield(__key_at(i), __value_at(i))
        if unwanted ? answer : !answer
          __frozen_check
          __delete_at(i)
        end
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
  end

  def keys
    primitive :hash_keys
    result = []
    i = __next(0)
    while i
      result.__push(__key_at(i))
      i = __next(i + 1)
    end
    result
  end

  def values
    primitive :hash_values
    result = []
    i = __next(0)
    while i
      result.__push(__value_at(i))
      i = __next(i + 1)
    end
    result
  end

  def to_a
    primitive :hash_to_a
    result = []
    i = __next(0)
    while i
      result.__push(__pair_at(i))
      i = __next(i + 1)
    end
    result
  end

  def entries = to_a

  def invert
    result = {}
    i = __next(0)
    while i
      result.__store(__value_at(i), __key_at(i))
      i = __next(i + 1)
    end
    result
  end

  def any?(pattern = undefined)
    if !__undefined?(pattern)
      __block_unused if block_given?
      i = __next(0)
      while i
        return true if pattern === __pair_at(i)
        i = __next(i + 1)
      end
      return false
    end
    return __length > 0 unless block_given?
    __enter_iteration
    begin
      i = __next(0)
      while i
        return true if yield(__pair_at(i))
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    false
  end

  def count(value = undefined)
    if __undefined?(value) && !block_given?
      return __length
    end
    found = 0
    i = __next(0)
    while i
      if !__undefined?(value)
        found += 1 if __equal?(__pair_at(i), value)
      else
        found += 1 if yield(__pair_at(i))
      end
      i = __next(i + 1)
    end
    found
  end

  def merge(*others)
    result = __duplicate
    block_given? ? result.__merge(others) { |key, old, new| yield key, old, new } : result.__merge(others)
  end

  def merge!(*others)
    __frozen_check
    block_given? ? __merge(others) { |key, old, new| yield key, old, new } : __merge(others)
  end

  def update(*others)
    __frozen_check
    block_given? ? __merge(others) { |key, old, new| yield key, old, new } : __merge(others)
  end

  def __merge(others)
    i = 0
    while i < others.__size
      other = __to_hash(others.__at(i))
      at = other.__next(0)
      while at
        key = other.__key_at(at)
        value = other.__value_at(at)
        mine = block_given? ? __find(key) : nil
        if mine
          value = yield(key, __value_at(mine), value)
        end
        __frozen_check if block_given?
        __store(key, value)
        at = other.__next(at + 1)
      end
      i += 1
    end
    self
  end

  # A hash of the same class with the same entries and default.
  private def __duplicate
    primitive :hash_duplicate
    result = self.class.allocate
    result.__become(self)
    result.__set_default(__default, __default_proc?)
    result
  end

  def transform_values
    return __enum(:transform_values, :size) unless block_given?
    result = {}
    result.__become(self)
    i = result.__next(0)
    while i
      result.__set_value_at(i, yield(result.__value_at(i)))
      i = result.__next(i + 1)
    end
    result
  end

  def transform_values!
    return __enum(:transform_values!, :size) unless block_given?
    __frozen_check
    __enter_iteration
    begin
      i = __next(0)
      while i
        __set_value_at(i, yield(__value_at(i)))
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    self
  end

  def transform_keys(mapping = undefined)
    if __undefined?(mapping)
      return __enum(:transform_keys, :size) unless block_given?
    else
      mapping = __to_hash(mapping)
    end
    result = {}
    i = __next(0)
    while i
      key = __key_at(i)
      if __undefined?(mapping)
        new = yield(key)
      else
        at = mapping.__find(key)
        new = if at
          mapping.__value_at(at)
        elsif block_given?
          yield(key)
        else
          key
        end
      end
      result.__store(new, __value_at(i))
      i = __next(i + 1)
    end
    result
  end

  def transform_keys!(mapping = undefined)
    if __undefined?(mapping)
      return __enum(:transform_keys!, :size) unless block_given?
      __frozen_check
      result = transform_keys { |key| yield key }
    else
      __frozen_check
      result = block_given? ? transform_keys(mapping) { |key| yield key } : transform_keys(mapping)
    end
    __become(result)
    self
  end

  def compact
    result = __duplicate
    result.__set_default(nil, false)
    result.compact!
    result
  end

  def compact!
    __frozen_check
    before = __length
    i = __next(0)
    while i
      __delete_at(i) if __value_at(i).nil?
      i = __next(i + 1)
    end
    before == __length ? nil : self
  end

  def slice(*keys)
    result = {}
    result.__set_by_identity if __by_identity?
    i = 0
    while i < keys.__size
      key = keys.__at(i)
      at = __find(key)
      result.__store(key, __value_at(at)) if at
      i += 1
    end
    result
  end

  def except(*keys)
    result = {}
    result.__become(self)
    i = 0
    while i < keys.__size
      result.__remove(keys.__at(i))
      i += 1
    end
    result
  end

  def filter_map
    return __enum(:filter_map, nil) unless block_given?
    result = []
    __enter_iteration
    begin
      i = __next(0)
      while i
        value = yield(__pair_at(i))
        result.__push(value) if value
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    result
  end

  def find_all
    return __enum(:find_all, :size) unless block_given?
    result = []
    __enter_iteration
    begin
      i = __next(0)
      while i
        pair = __pair_at(i)
        result.__push(pair) if yield(pair)
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    result
  end

  def sum(initial = 0)
    return super unless block_given?
    values = []
    __enter_iteration
    begin
      i = __next(0)
      while i
        values.__push(yield(__pair_at(i)))
        i = __next(i + 1)
      end
    ensure
      __leave_iteration
    end
    values.sum(initial)
  end

  def min_by(count = nil)
    return super unless block_given?
    to_a.min_by(count) { |pair| yield pair }
  end

  def max_by(count = nil)
    return super unless block_given?
    to_a.max_by(count) { |pair| yield pair }
  end

  def sort_by
    return __enum(:sort_by, :size) unless block_given?
    to_a.sort_by { |pair| yield pair }
  end

  def flatten(depth = 1)
    depth = __to_int(depth)
    result = []
    i = __next(0)
    return to_a if depth == 0
    while i
      result.__push(__key_at(i))
      result.__push(__value_at(i))
      i = __next(i + 1)
    end
    return result.flatten if depth < 0
    depth > 1 ? result.flatten(depth - 1) : result
  end
end
