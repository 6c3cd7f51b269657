# Array: construction, elements, adding and removing.

class Array
  def self.[](*values)
    array = allocate
    array.__concat(values)
    array
  end

  def self.try_convert(value) = __check_ary(value)

  def deconstruct = self

  private def initialize(size = undefined, fill = undefined)
    return self if !block_given? && __initialize(size, fill)
    __frozen_check
    __clear
    return self if __undefined?(size)
    if __undefined?(fill)
      other = Integer === size ? nil : __check_ary(size)
      if other
        __concat(other)
        return self
      end
    end
    size = __to_int(size)
    raise ArgumentError, "negative array size" if size < 0
    unless block_given?
      __fill(0, size, __undefined?(fill) ? nil : fill)
      return self
    end
    i = 0
    while i < size
      __put(i, yield(i))
      i += 1
    end
    self
  end

  # Whether the arguments were of the simple kinds.
  private def __initialize(size, fill)
    primitive :array_initialize
    false
  end

  private def initialize_copy(other)
    primitive :array_replace
    replace(other)
  end

  def replace(other)
    primitive :array_replace
    __frozen_check
    other = __to_ary(other)
    return self if __same?(self, other)
    __clear
    __concat(other)
    self
  end

  def to_ary = self

  def entries = to_a

  def to_h
    hash = {}
    i = 0
    while i < __size
      element = __at(i)
      element = yield(element) if block_given?
      pair = __check_ary(element)
      unless pair
        raise TypeError, "wrong element type #{element.class} at #{i} (expected array)"
      end
      if pair.__size != 2
        raise ArgumentError, "wrong array length at #{i} (expected 2, was #{pair.__size})"
      end
      hash.__store(pair.__at(0), pair.__at(1))
      i += 1
    end
    hash
  end

  # --- elements -----------------------------------------------------------

  def [](index, length = undefined)
    primitive :array_aref
    return __slice(__to_int(index), __to_int(length)) unless __undefined?(length)
    return __fetch_at(index) if Integer === index && __small?(index)
    if Range === index
      bounds = __range_bounds(index, __size, false)
      return bounds && __slice(bounds.__at(0), bounds.__at(1))
    end
    if Enumerator::ArithmeticSequence === index
      return __slice_by_sequence(index)
    end
    __fetch_at(__to_int(index))
  end

  alias_method :slice, :[]

  # Start and length that a range means in something of `size` elements, or
  # nil when it begins outside.
  def __range_bounds(range, size, must)
    first = range.begin
    last = range.end
    start = first.nil? ? 0 : __to_int(first)
    stop = last.nil? ? -1 : __to_int(last)
    exclusive = range.exclude_end? && !last.nil?
    from = start
    from += size if from < 0
    if from < 0 || (!must && from > size)
      return nil unless must
      raise RangeError, "#{range.inspect} out of range"
    end
    stop += size if stop < 0
    stop += 1 unless exclusive
    length = stop - from
    length = 0 if length < 0
    [from, length]
  end

  private def __slice_by_sequence(sequence)
    step = sequence.step
    range = step < 0 ? Range.new(sequence.end, sequence.begin, sequence.exclude_end?) : Range.new(sequence.begin, sequence.end, sequence.exclude_end?)
    if step != 1 && step != -1 && (range.begin && (range.begin < -__size || range.begin > __size))
      raise RangeError, "#{sequence.inspect} out of range"
    end
    bounds = __range_bounds(range, __size, false)
    return nil unless bounds
    part = __slice(bounds.__at(0), bounds.__at(1))
    return part if step == 1 || part.nil?
    result = []
    if step > 0
      i = 0
      while i < part.__size
        result.__push(part.__at(i))
        i += step
      end
    else
      i = part.__size - 1
      while i >= 0
        result.__push(part.__at(i))
        i += step
      end
    end
    result
  end

  def []=(index, length, value = undefined)
    primitive :array_aset
    __frozen_check
    if __undefined?(value)
      value = length
      if Integer === index && __small?(index)
        return __store_at(index, value)
      end
      if Range === index
        bounds = __range_bounds(index, __size, true)
        __splice(bounds.__at(0), bounds.__at(1), __check_ary(value) || [value])
        return value
      end
      return __store_at(__to_int(index), value)
    end
    start = __to_int(index)
    length = __to_int(length)
    raise IndexError, "negative length (#{length})" if length < 0
    if start < 0
      start += __size
      if start < 0
        raise IndexError, "index #{start - __size} too small for array; minimum: #{-__size}"
      end
    end
    __splice(start, length, __check_ary(value) || [value])
    value
  end

  private def __store_at(index, value)
    if index < 0
      index += __size
      if index < 0
        raise IndexError, "index #{index - __size} too small for array; minimum: #{-__size}"
      end
    end
    __check_length(index)
    __put(index, value)
    value
  end

  private def __check_length(index)
    raise IndexError, "index #{index} too big" if index >= 1152921504606846975
  end

  def at(index)
    primitive :array_at
    __fetch_at(__to_int(index))
  end

  def fetch(index, default = undefined)
    primitive :array_fetch
    if block_given? && !__undefined?(default)
      warn("warning: block supersedes default value argument", uplevel: 0)
    end
    wanted = __to_int(index)
    at = wanted < 0 ? wanted + __size : wanted
    return __at(at) if at >= 0 && at < __size
    return yield(index) if block_given?
    return default unless __undefined?(default)
    raise IndexError, "index #{wanted} outside of array bounds: #{-__size}...#{__size}"
  end

  def fetch_values(*indexes)
    result = []
    i = 0
    while i < indexes.__size
      index = indexes.__at(i)
      wanted = __to_int(index)
      at = wanted < 0 ? wanted + __size : wanted
      if at >= 0 && at < __size
        result.__push(__at(at))
      elsif block_given?
        result.__push(yield(index))
      else
        raise IndexError, "index #{wanted} outside of array bounds: #{-__size}...#{__size}"
      end
      i += 1
    end
    result
  end

  def dig(index, *rest)
    value = __fetch_at(__to_int(index))
    return value if rest.__size == 0 || value.nil?
    __dig_check(value)
    value.dig(*rest)
  end

  def values_at(*selectors)
    result = []
    i = 0
    while i < selectors.__size
      selector = selectors.__at(i)
      if Range === selector
        bounds = __range_bounds(selector, __size, true)
        at = bounds.__at(0)
        stop = at + bounds.__at(1)
        while at < stop
          result.__push(__fetch_at(at))
          at += 1
        end
      else
        result.__push(__fetch_at(__to_int(selector)))
      end
      i += 1
    end
    result
  end

  def first(count = undefined)
    primitive :array_first
    return __fetch_at(0) if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size" if count < 0
    __sub(0, count < __size ? count : __size)
  end

  def last(count = undefined)
    primitive :array_last
    return __fetch_at(-1) if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size" if count < 0
    count = __size if count > __size
    __sub(__size - count, count)
  end

  def take(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to take negative size" if count < 0
    __sub(0, count < __size ? count : __size)
  end

  def drop(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to drop negative size" if count < 0
    count = __size if count > __size
    __sub(count, __size - count)
  end

  # --- adding and removing ------------------------------------------------

  def <<(value)
    primitive :array_append
    __frozen_check
    __push(value)
  end

  def push(*values)
    primitive :array_push
    __frozen_check
    __concat(values)
  end

  alias_method :append, :push

  def unshift(*values)
    primitive :array_unshift
    __frozen_check
    __splice(0, 0, values)
  end

  alias_method :prepend, :unshift

  def clear
    primitive :array_clear
    __frozen_check
    __clear
  end

  def pop(count = undefined)
    primitive :array_pop
    __frozen_check
    return __pop if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size" if count < 0
    count = __size if count > __size
    result = __sub(__size - count, count)
    __truncate(__size - count)
    result
  end

  def shift(count = undefined)
    primitive :array_shift
    __frozen_check
    return __shift if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size" if count < 0
    count = __size if count > __size
    result = __sub(0, count)
    __splice(0, count, [])
    result
  end

  def concat(*others)
    primitive :array_concat
    __frozen_check
    all = []
    i = 0
    while i < others.__size
      all.__concat(__to_ary(others.__at(i)))
      i += 1
    end
    __concat(all)
    self
  end

  def insert(index, *values)
    __frozen_check
    at = __to_int(index)
    return self if values.__size == 0
    if at < 0
      at += __size + 1
      if at < 0
        raise IndexError, "index #{at - __size - 1} too small for array; minimum: -#{__size + 1}"
      end
    end
    __splice(at, 0, values)
    self
  end

  def delete(value)
    found = nil
    any = false
    i = 0
    j = 0
    while i < __size
      element = __at(i)
      if __equal?(element, value)
        __frozen_check unless any
        any = true
        found = element
      else
        __put(j, element) if i != j
        j += 1
      end
      i += 1
    end
    unless any
      return block_given? ? yield(value) : nil
    end
    __truncate(j)
    found
  end

  def delete_at(index)
    primitive :array_delete_at
    at = __to_int(index)
    __frozen_check
    at += __size if at < 0
    return nil if at < 0 || at >= __size
    value = __at(at)
    __splice(at, 1, [])
    value
  end

  def slice!(index, length = undefined)
    __frozen_check
    if __undefined?(length)
      if Range === index
        bounds = __range_bounds(index, __size, false)
        return nil unless bounds
        start = bounds.__at(0)
        count = bounds.__at(1)
      else
        return delete_at(__to_int(index))
      end
    else
      start = __to_int(index)
      count = __to_int(length)
      return nil if count < 0
      start += __size if start < 0
      return nil if start < 0 || start > __size
    end
    count = __size - start if start + count > __size
    count = 0 if count < 0
    result = __sub(start, count)
    __splice(start, count, [])
    result
  end

  def delete_if
    return __enum(:delete_if, :size) unless block_given?
    __frozen_check
    i = 0
    j = 0
    begin
      while i < __size
        element = __at(i)
        unless yield(element)
          __put(j, element) if i != j
          j += 1
        end
        i += 1
      end
    ensure
      __close_gap(j, i)
    end
    self
  end

  def reject!
    return __enum(:reject!, :size) unless block_given?
    __frozen_check
    size = __size
    i = 0
    j = 0
    begin
      while i < __size
        element = __at(i)
        unless yield(element)
          __put(j, element) if i != j
          j += 1
        end
        i += 1
      end
    ensure
      __close_gap(j, i)
    end
    size == __size ? nil : self
  end

  def select!
    return __enum(:select!, :size) unless block_given?
    __frozen_check
    size = __size
    i = 0
    j = 0
    begin
      while i < __size
        element = __at(i)
        if yield(element)
          __put(j, element) if i != j
          j += 1
        end
        i += 1
      end
    ensure
      __close_gap(j, i)
    end
    size == __size ? nil : self
  end

  def keep_if
    return __enum(:keep_if, :size) unless block_given?
    __frozen_check
    i = 0
    j = 0
    begin
      while i < __size
        element = __at(i)
        if yield(element)
          __put(j, element) if i != j
          j += 1
        end
        i += 1
      end
    ensure
      __close_gap(j, i)
    end
    self
  end

  alias_method :filter!, :select!

  # Moves the elements from `from` on down to `to`.
  private def __close_gap(to, from)
    return if to == from
    return if to >= __size
    from = __size if from > __size
    __splice(to, from - to, [])
  end

  def compact!
    primitive :array_compact
    __frozen_check
    size = __size
    j = 0
    i = 0
    while i < size
      element = __at(i)
      unless __same?(element, nil)
        __put(j, element)
        j += 1
      end
      i += 1
    end
    __truncate(j)
    j == size ? nil : self
  end

  def compact
    result = __sub(0, __size)
    result.compact!
    result
  end

  def fill(*args)
    __frozen_check
    if block_given?
      __check_arity(args.__size, 0, 2)
      start = args[0]
      length = args[1]
    else
      __check_arity(args.__size, 1, 3)
      value = args.__at(0)
      start = args[1]
      length = args[2]
    end
    if start.nil?
      from = 0
      count = length.nil? ? __size : __to_int(length)
    elsif Range === start && length.nil?
      bounds = __range_bounds(start, __size, true)
      from = bounds.__at(0)
      count = bounds.__at(1)
    else
      from = __to_int(start)
      from += __size if from < 0
      from = 0 if from < 0
      count = length.nil? ? __size - from : __to_int(length)
    end
    return self if count <= 0
    raise ArgumentError, "argument too big" if from + count >= 1152921504606846975
    unless block_given?
      __fill(from, count, value)
      return self
    end
    i = from
    stop = from + count
    while i < stop
      __put(i, yield(i))
      i += 1
    end
    self
  end

  def freeze
    __freeze
    self
  end
end
