# Array: iteration with a block.

class Array
  def each
    return __enum(:each, :size) unless block_given?
    i = 0
    while i < __size
      yield __at(i)
      i += 1
    end
    self
  end

  def each_index
    return __enum(:each_index, :size) unless block_given?
    i = 0
    while i < __size
      yield i
      i += 1
    end
    self
  end

  def each_with_index(*args)
    return __enum(:each_with_index, :size, *args) unless block_given?
    return super if args.__size > 0
    i = 0
    while i < __size
      yield __at(i), i
      i += 1
    end
    self
  end

  def each_with_object(memo)
    return __enum(:each_with_object, :size, memo) unless block_given?
    i = 0
    while i < __size
      yield __at(i), memo
      i += 1
    end
    memo
  end

  def reverse_each
    return __enum(:reverse_each, :size) unless block_given?
    i = __size - 1
    while i >= 0
      yield __at(i)
      i -= 1
      i = __size - 1 if i >= __size
    end
    self
  end

  def map
    return __enum(:map, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      result.__push(yield(__at(i)))
      i += 1
    end
    result
  end

  def collect
    return __enum(:collect, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      result.__push(yield(__at(i)))
      i += 1
    end
    result
  end

  def map!
    return __enum(:map!, :size) unless block_given?
    __frozen_check
    i = 0
    while i < __size
      __put(i, yield(__at(i)))
      i += 1
    end
    self
  end

  def collect!
    return __enum(:collect!, :size) unless block_given?
    __frozen_check
    i = 0
    while i < __size
      __put(i, yield(__at(i)))
      i += 1
    end
    self
  end

  def select
    return __enum(:select, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) if yield(element)
      i += 1
    end
    result
  end

  def filter
    return __enum(:filter, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) if yield(element)
      i += 1
    end
    result
  end

  def filter_map
    return __enum(:filter_map, nil) unless block_given?
    result = []
    i = 0
    while i < __size
      value = yield(__at(i))
      result.__push(value) if value
      i += 1
    end
    result
  end

  def reject
    return __enum(:reject, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) unless yield(element)
      i += 1
    end
    result
  end

  def partition
    return __enum(:partition, :size) unless block_given?
    yes = []
    no = []
    i = 0
    while i < __size
      element = __at(i)
      yield(element) ? yes.__push(element) : no.__push(element)
      i += 1
    end
    [yes, no]
  end

  def flat_map
    return __enum(:flat_map, nil) unless block_given?
    result = []
    i = 0
    while i < __size
      value = yield(__at(i))
      list = __check_ary(value)
      list ? result.__concat(list) : result.__push(value)
      i += 1
    end
    result
  end

  def take_while
    return __enum(:take_while, nil) unless block_given?
    i = 0
    while i < __size
      break unless yield(__at(i))
      i += 1
    end
    __sub(0, i)
  end

  def drop_while
    return __enum(:drop_while, nil) unless block_given?
    i = 0
    while i < __size
      break unless yield(__at(i))
      i += 1
    end
    i = __size if i > __size
    __sub(i, __size - i)
  end

  def inject(initial = undefined, operation = undefined)
    i = 0
    if __undefined?(operation)
      if __undefined?(initial) || block_given?
        __no_block unless block_given?
      else
        operation = initial
        initial = undefined
      end
    else
      __block_unused if block_given?
    end
    if __undefined?(initial)
      return nil if __size == 0
      memo = __at(0)
      i = 1
    else
      memo = initial
    end
    unless __undefined?(operation)
      return __inject(memo, i, __to_method_name(operation))
    end
    while i < __size
      memo = yield(memo, __at(i))
      i += 1
    end
    memo
  end

  alias_method :reduce, :inject

  def __inject(memo, i, operation)
    primitive :array_inject
    while i < __size
      memo = memo.__send__(operation, __at(i))
      i += 1
    end
    memo
  end

  def sum(initial = 0)
    return __sum(initial) unless block_given?
    total = initial
    i = 0
    while i < __size
      value = yield(__at(i))
      if Float === value
        return __sum_floats(total, value, i) { |element| yield(element) } if __real?(total)
      end
      total = total + value
      i += 1
    end
    total
  end

  def __sum(initial)
    primitive :array_sum
    total = initial
    i = 0
    while i < __size
      value = __at(i)
      if Float === value
        return __sum_floats(total, value, i) if __real?(total)
      end
      total = total + value
      i += 1
    end
    total
  end

  # Goes on from element `i` with compensation for rounding errors.
  private def __sum_floats(total, value, i)
    total = total.to_f
    lost = 0.0
    while true
      unless __real?(value)
        total = total + lost + value
        i += 1
        while i < __size
          value = __at(i)
          value = yield(value) if block_given?
          total = total + value
          i += 1
        end
        return total
      end
      value = value.to_f
      if !value.finite? || !total.finite?
        if value.infinite? && total.infinite? && value != total
          total = 0.0 / 0.0
        elsif total.finite? || value.nan?
          total = value
        end
      else
        sum = total + value
        lost += total.abs >= value.abs ? (total - sum) + value : (value - sum) + total
        total = sum
      end
      i += 1
      break if i >= __size
      value = __at(i)
      value = yield(value) if block_given?
    end
    total + lost
  end

  def any?(pattern = undefined)
    i = 0
    if !__undefined?(pattern)
      __block_unused if block_given?
      while i < __size
        return true if pattern === __at(i)
        i += 1
      end
    elsif block_given?
      while i < __size
        return true if yield(__at(i))
        i += 1
      end
    else
      while i < __size
        return true if __at(i)
        i += 1
      end
    end
    false
  end

  def all?(pattern = undefined)
    i = 0
    if !__undefined?(pattern)
      __block_unused if block_given?
      while i < __size
        return false unless pattern === __at(i)
        i += 1
      end
    elsif block_given?
      while i < __size
        return false unless yield(__at(i))
        i += 1
      end
    else
      while i < __size
        return false unless __at(i)
        i += 1
      end
    end
    true
  end

  def none?(pattern = undefined)
    i = 0
    if !__undefined?(pattern)
      __block_unused if block_given?
      while i < __size
        return false if pattern === __at(i)
        i += 1
      end
    elsif block_given?
      while i < __size
        return false if yield(__at(i))
        i += 1
      end
    else
      while i < __size
        return false if __at(i)
        i += 1
      end
    end
    true
  end

  def one?(pattern = undefined)
    found = 0
    i = 0
    while i < __size
      element = __at(i)
      if !__undefined?(pattern)
        found += 1 if pattern === element
      elsif block_given?
        found += 1 if yield(element)
      elsif element
        found += 1
      end
      return false if found > 1
      i += 1
    end
    found == 1
  end

  def find(if_none = nil)
    return super unless block_given? && if_none.nil?
    i = 0
    while i < __size
      element = __at(i)
      return element if yield(element)
      i += 1
    end
    nil
  end

  def detect(if_none = nil)
    return __enum(:detect, nil, *(if_none ? [if_none] : [])) unless block_given?
    i = 0
    while i < __size
      element = __at(i)
      return element if yield(element)
      i += 1
    end
    if_none ? if_none.call : nil
  end

  def find_all
    return __enum(:find_all, :size) unless block_given?
    result = []
    i = 0
    while i < __size
      element = __at(i)
      result.__push(element) if yield(element)
      i += 1
    end
    result
  end

  def group_by
    return __enum(:group_by, :size) unless block_given?
    result = {}
    i = 0
    while i < __size
      element = __at(i)
      key = yield(element)
      group = result.__fetch(key)
      group ? group.__push(element) : result.__store(key, [element])
      i += 1
    end
    result
  end

  def tally(into = undefined)
    return super unless __undefined?(into)
    result = {}
    i = 0
    while i < __size
      element = __at(i)
      result.__store(element, (result.__fetch(element) || 0) + 1)
      i += 1
    end
    result
  end

  def cycle(count = nil)
    return __enum(:cycle, :__cycle_size, count) unless block_given?
    if count.nil?
      while __size > 0
        i = 0
        while i < __size
          yield __at(i)
          i += 1
        end
      end
    else
      count = __to_int(count)
      while count > 0
        i = 0
        while i < __size
          yield __at(i)
          i += 1
        end
        count -= 1
      end
    end
    nil
  end

  def each_slice(count)
    count = __positive(count, "invalid slice size")
    return __enum(:each_slice, :__each_slice_size, count) unless block_given?
    i = 0
    while i < __size
      yield __slice(i, count)
      i += count
    end
    self
  end

  def each_cons(count)
    count = __positive(count, "invalid size")
    return __enum(:each_cons, :__each_cons_size, count) unless block_given?
    i = 0
    while i + count <= __size
      yield __sub(i, count)
      i += 1
    end
    self
  end

  def zip(*others)
    lists = []
    i = 0
    while i < others.__size
      other = others.__at(i)
      list = __check_ary(other)
      unless list
        unless other.respond_to?(:each)
          raise TypeError, "wrong argument type #{other.class} (must respond to :each)"
        end
        list = other.respond_to?(:to_enum) && !(Range === other && other.end) ? __take_from(other.to_enum(:each), __size) : other.first(__size)
      end
      lists.__push(list)
      i += 1
    end
    result = block_given? ? nil : []
    i = 0
    while i < __size
      row = [__at(i)]
      j = 0
      while j < lists.__size
        row.__push(lists.__at(j).__fetch_at(i))
        j += 1
      end
      result ? result.__push(row) : yield(row)
      i += 1
    end
    result
  end

  private def __take_from(enumerator, count)
    result = []
    begin
      while result.__size < count
        result.__push(enumerator.next)
      end
    rescue StopIteration
      result
    end
    result
  end

  def product(*others)
    lists = [self]
    i = 0
    while i < others.__size
      lists.__push(__to_ary(others.__at(i)))
      i += 1
    end
    total = 1
    lists.each { |list| total *= list.__size }
    if !block_given? && !__small?(total)
      raise RangeError, "too big to product"
    end
    result = []
    at = []
    lists.each { at.__push(0) }
    while total > 0
      row = []
      i = 0
      while i < lists.__size
        row.__push(lists.__at(i).__fetch_at(at.__at(i)))
        i += 1
      end
      block_given? ? yield(row) : result.__push(row)
      i = lists.__size - 1
      while i >= 0
        at.__put(i, at.__at(i) + 1)
        break if at.__at(i) < lists.__at(i).__size
        at.__put(i, 0)
        i -= 1
      end
      total -= 1
    end
    block_given? ? self : result
  end

  def combination(count)
    count = __to_int(count)
    return __enum(:combination, :__combination_size, count) unless block_given?
    size = __size
    if count == 0
      yield []
      return self
    end
    return self if count < 0 || count > size
    copy = __sub(0, size)
    at = []
    i = 0
    while i < count
      at.__push(i)
      i += 1
    end
    while true
      yield copy.__pick(at)
      i = count - 1
      i -= 1 while i >= 0 && at.__at(i) == size - count + i
      return self if i < 0
      n = at.__at(i) + 1
      while i < count
        at.__put(i, n)
        n += 1
        i += 1
      end
    end
  end

  def repeated_combination(count)
    count = __to_int(count)
    return __enum(:repeated_combination, :__repeated_combination_size, count) unless block_given?
    size = __size
    if count == 0
      yield []
      return self
    end
    return self if count < 0 || size == 0
    copy = __sub(0, size)
    at = [0] * count
    while true
      yield copy.__pick(at)
      i = count - 1
      i -= 1 while i >= 0 && at.__at(i) == size - 1
      return self if i < 0
      n = at.__at(i) + 1
      while i < count
        at.__put(i, n)
        i += 1
      end
    end
  end

  def permutation(count = undefined)
    if __undefined?(count)
      return __enum(:permutation, :__permutation_size) unless block_given?
      count = __size
    else
      return __enum(:permutation, :__permutation_size, count) unless block_given?
      count = __size if count.nil?
      count = __to_int(count)
    end
    return self if count < 0 || count > __size
    copy = __sub(0, __size)
    __permute(copy, count, [], [], false) { |row| yield row }
    self
  end

  def repeated_permutation(count)
    count = __to_int(count)
    return __enum(:repeated_permutation, :__repeated_permutation_size, count) unless block_given?
    return self if count < 0
    copy = __sub(0, __size)
    __permute(copy, count, [], [], true) { |row| yield row }
    self
  end

  private def __permute(copy, count, at, used, repeated)
    if count == 0
      yield []
      return
    end
    at.__push(-1)
    while at.__size > 0
      depth = at.__size - 1
      i = at.__at(depth)
      used.__put(i, false) if i >= 0
      i += 1
      i += 1 while !repeated && i < copy.__size && used.__fetch_at(i)
      if i >= copy.__size
        at.__pop
        next
      end
      at.__put(depth, i)
      if depth + 1 == count
        yield copy.__pick(at)
      else
        used.__put(i, true)
        at.__push(-1)
      end
    end
  end

  # The elements at these positions.
  def __pick(at)
    result = []
    i = 0
    while i < at.__size
      result.__push(__at(at.__at(i)))
      i += 1
    end
    result
  end

  def __cycle_size(count)
    return __size == 0 ? 0 : Float::INFINITY if count.nil?
    count = __to_int(count)
    count < 0 ? 0 : count * __size
  end

  def __combination_size(count)
    size = __size
    return 0 if count < 0 || count > size
    count = size - count if count > size - count
    result = 1
    i = 0
    while i < count
      result = result * (size - i) / (i + 1)
      i += 1
    end
    result
  end

  def __repeated_combination_size(count)
    return 1 if count == 0
    return 0 if count < 0 || __size == 0
    size = __size + count - 1
    result = 1
    i = 0
    while i < count
      result = result * (size - i) / (i + 1)
      i += 1
    end
    result
  end

  def __permutation_size(count = nil)
    size = __size
    count = count.nil? ? size : __to_int(count)
    return 0 if count < 0 || count > size
    result = 1
    while count > 0
      result *= size
      size -= 1
      count -= 1
    end
    result
  end

  def __repeated_permutation_size(count)
    return 0 if count < 0
    __size**count
  end
end
