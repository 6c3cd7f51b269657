# Array: new arrays from old ones.

class Array
  def +(other)
    primitive :array_plus
    other = __to_ary(other)
    result = __sub(0, __size)
    result.__concat(other)
    result
  end

  def *(times)
    primitive :array_times
    separator = __check_str(times)
    return join(separator) if separator
    times = __to_int(times)
    raise ArgumentError, "negative argument" if times < 0
    if times * __size >= 1152921504606846976
      raise ArgumentError, "argument too big"
    end
    result = []
    while times > 0
      result.__concat(self)
      times -= 1
    end
    result
  end

  def -(other)
    other = __to_ary(other)
    __without([other])
  end

  def difference(*others)
    i = 0
    lists = []
    while i < others.__size
      lists.__push(__to_ary(others.__at(i)))
      i += 1
    end
    __without(lists)
  end

  private def __without(lists)
    total = 0
    i = 0
    while i < lists.__size
      total += lists.__at(i).__size
      i += 1
    end
    result = []
    if total <= 16
      i = 0
      while i < __size
        element = __at(i)
        result.__push(element) unless __in_any?(lists, element)
        i += 1
      end
      return result
    end
    known = __key_set(lists)
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) unless known.__has?(element)
      i += 1
    end
    result
  end

  private def __in_any?(lists, element)
    i = 0
    while i < lists.__size
      list = lists.__at(i)
      j = 0
      while j < list.__size
        return true if __eql?(list.__at(j), element)
        j += 1
      end
      i += 1
    end
    false
  end

  private def __key_set(lists)
    known = {}
    i = 0
    while i < lists.__size
      list = lists.__at(i)
      j = 0
      while j < list.__size
        known.__store(list.__at(j), true)
        j += 1
      end
      i += 1
    end
    known
  end

  def &(other)
    other = __to_ary(other)
    known = __key_set([other])
    result = []
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) if known.__remove(element)
      i += 1
    end
    result
  end

  def intersection(*others)
    result = uniq
    i = 0
    while i < others.__size
      result = result & others.__at(i)
      i += 1
    end
    result
  end

  def intersect?(other)
    other = __to_ary(other)
    known = __key_set([other])
    i = 0
    while i < __size
      return true if known.__has?(__at(i))
      i += 1
    end
    false
  end

  def |(other)
    other = __to_ary(other)
    known = {}
    result = []
    __add_new(self, known, result)
    __add_new(other, known, result)
    result
  end

  def union(*others)
    known = {}
    result = []
    __add_new(self, known, result)
    i = 0
    while i < others.__size
      __add_new(__to_ary(others.__at(i)), known, result)
      i += 1
    end
    result
  end

  private def __add_new(list, known, result)
    i = 0
    while i < list.__size
      element = list.__at(i)
      unless known.__has?(element)
        known.__store(element, true)
        result.__push(element)
      end
      i += 1
    end
  end

  def uniq
    return __sub(0, __size) if __size < 2
    known = {}
    result = []
    i = 0
    while i < __size
      element = __at(i)
      key = block_given? ? yield(element) : element
      unless known.__has?(key)
        known.__store(key, true)
        result.__push(element)
      end
      i += 1
    end
    result
  end

  def uniq!
    __frozen_check
    result = block_given? ? uniq { |element| yield element } : uniq
    return nil if result.__size == __size
    __clear
    __concat(result)
    self
  end

  def flatten(depth = nil)
    primitive :array_flatten
    depth = depth.nil? ? -1 : __to_int(depth)
    return __sub(0, __size) if depth == 0
    __flatten(depth)[0]
  end

  def flatten!(depth = nil)
    __frozen_check
    depth = depth.nil? ? -1 : __to_int(depth)
    return nil if depth == 0
    result = __flatten(depth)
    return nil unless result[1]
    __clear
    __concat(result[0])
    self
  end

  # The flat array and whether anything was flattened.
  private def __flatten(depth)
    result = []
    lists = [self]
    places = [0]
    changed = false
    while lists.__size > 0
      list = lists.__fetch_at(-1)
      i = places.__fetch_at(-1)
      if i >= list.__size
        lists.__pop
        places.__pop
        next
      end
      places.__put(places.__size - 1, i + 1)
      element = list.__at(i)
      inner = depth < 0 || lists.__size <= depth ? __check_ary(element) : nil
      if inner
        changed = true
        if depth < 0 && lists.__has_same?(inner)
          raise ArgumentError, "tried to flatten recursive array"
        end
        lists.__push(inner)
        places.__push(0)
      else
        result.__push(element)
      end
    end
    [result, changed]
  end

  def reverse!
    primitive :array_reverse
    __frozen_check
    i = 0
    j = __size - 1
    while i < j
      element = __at(i)
      __put(i, __at(j))
      __put(j, element)
      i += 1
      j -= 1
    end
    self
  end

  def reverse
    result = __sub(0, __size)
    result.reverse!
    result
  end

  def rotate(count = 1)
    count = __to_int(count)
    size = __size
    return [] if size == 0
    count %= size
    result = __sub(count, size - count)
    result.__concat(__sub(0, count))
    result
  end

  def rotate!(count = 1)
    __frozen_check
    count = __to_int(count)
    return self if __size <= 1
    replace(rotate(count))
  end

  def transpose
    rows = []
    width = nil
    i = 0
    while i < __size
      row = __to_ary(__at(i))
      width = row.__size if width.nil?
      if row.__size != width
        raise IndexError, "element size differs (#{row.__size} should be #{width})"
      end
      rows.__push(row)
      i += 1
    end
    result = []
    i = 0
    while width && i < width
      column = []
      j = 0
      while j < rows.__size
        column.__push(rows.__at(j).__fetch_at(i))
        j += 1
      end
      result.__push(column)
      i += 1
    end
    result
  end

  def shuffle(random: Random)
    result = __sub(0, __size)
    result.shuffle!(random: random)
  end

  def shuffle!(random: Random)
    __frozen_check
    i = __size
    while i > 1
      j = __random_below(random, i)
      i -= 1
      element = __at(i)
      __put(i, __fetch_at(j))
      __put(j, element)
    end
    self
  end

  def sample(count = undefined, random: Random)
    if __undefined?(count)
      return nil if __size == 0
      return __fetch_at(__random_below(random, __size))
    end
    count = __to_int(count)
    raise ArgumentError, "negative sample number" if count < 0
    shuffle(random: random).first(count)
  end

  private def __random_below(random, limit)
    number = __to_int(random.rand(limit))
    if number < 0 || number >= limit
      raise RangeError, "random number too #{number < 0 ? "small" : "big"} #{number}"
    end
    number
  end

  # --- sorting ------------------------------------------------------------

  def sort(&block)
    result = __sub(0, __size)
    result.__sort(&block)
    result
  end

  def sort!(&block)
    __frozen_check
    result = __sub(0, __size)
    result.__sort(&block)
    __frozen_check
    __clear
    __concat(result)
    self
  end

  def sort_by
    return __enum(:sort_by, :size) unless block_given?
    list = []
    keys = []
    i = 0
    while i < __size
      element = __at(i)
      list.__push(element)
      keys.__push(yield(element))
      i += 1
    end
    list.__sorted_by(keys)
  end

  def sort_by!
    return __enum(:sort_by!, :size) unless block_given?
    __frozen_check
    result = sort_by { |element| yield element }
    __frozen_check
    __clear
    __concat(result)
    self
  end

  # The elements in the order of their keys.
  def __sorted_by(keys)
    sorted = __sorted_by_simple(keys)
    return sorted if sorted
    pairs = []
    i = 0
    while i < keys.__size
      pairs.__push([keys.__at(i), __fetch_at(i)])
      i += 1
    end
    pairs.__sort { |a, b| __compare(a.__at(0), b.__at(0)) }
    i = 0
    while i < pairs.__size
      pairs.__put(i, pairs.__at(i).__at(1))
      i += 1
    end
    pairs
  end

  # Sorts an array that nobody else sees.
  def __sort(&block)
    unless block
      return self if __sort_simple
      __merge_sort(0, __size, [])
      return self
    end
    __merge_sort_by(0, __size, [], &block)
    self
  end

  # Whether all elements were integers, floats or strings, and now are sorted.
  def __sort_simple
    primitive :array_sort_simple
    false
  end

  private def __merge_sort(from, count, space)
    return if count < 2
    left = count / 2
    middle = from + left
    stop = from + count
    __merge_sort(from, left, space) if left > 1
    __merge_sort(middle, count - left, space)
    i = from
    j = middle
    k = 0
    a = __at(i)
    b = __at(j)
    while true
      order = a <=> b
      __order_failed(a, b) if order.nil?
      if order > 0
        space.__put(k, b)
        k += 1
        j += 1
        break if j >= stop
        b = __at(j)
      else
        space.__put(k, a)
        k += 1
        i += 1
        break if i >= middle
        a = __at(i)
      end
    end
    __merge_rest(from, i, middle - i, space, k)
  end

  private def __merge_sort_by(from, count, space, &block)
    return if count < 2
    left = count / 2
    middle = from + left
    stop = from + count
    __merge_sort_by(from, left, space, &block) if left > 1
    __merge_sort_by(middle, count - left, space, &block)
    i = from
    j = middle
    k = 0
    a = __at(i)
    b = __at(j)
    while true
      order = yield(a, b)
      __order_failed(a, b) if order.nil?
      if order > 0
        space.__put(k, b)
        k += 1
        j += 1
        break if j >= stop
        b = __at(j)
      else
        space.__put(k, a)
        k += 1
        i += 1
        break if i >= middle
        a = __at(i)
      end
    end
    __merge_rest(from, i, middle - i, space, k)
  end

  # Moves the rest of the left half to its place, then the merged elements.
  private def __merge_rest(from, i, rest, space, k)
    primitive :array_merge_rest
    at = from + k + rest - 1
    i = i + rest - 1
    while rest > 0
      __put(at, __at(i))
      at -= 1
      i -= 1
      rest -= 1
    end
    while k > 0
      k -= 1
      __put(from + k, space.__at(k))
    end
  end
end
