# Range: bounds, membership, iteration.

class Range
  private def initialize(first, last, exclusive = false)
    raise FrozenError.new("can't modify frozen Range: #{inspect}", receiver: self) if frozen? && __set_up?
    __check_bounds(first, last)
    __set_bounds(first, last, exclusive ? true : false)
    self
  end

  private def __check_bounds(first, last)
    return if Integer === first && Integer === last
    return if first.nil? || last.nil?
    begin
      order = first <=> last
    rescue StandardError
      order = nil
    end
    raise ArgumentError, "bad value for range" if order.nil?
  end

  # Whether counting from the first bound by Integers works.
  private def __integers?
    Integer === __first && (Integer === __last || __same?(__last, nil))
  end

  def first(count = undefined)
    if __same?(__first, nil)
      raise RangeError, "cannot get the first element of beginless range"
    end
    return __first if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size (or size too big)" if count < 0
    result = []
    return result if count == 0
    each do |value|
      result.__push(value)
      return result if result.__size >= count
    end
    result
  end

  def last(count = undefined)
    if __same?(__last, nil)
      raise RangeError, "cannot get the last element of endless range"
    end
    return __last if __undefined?(count)
    count = __to_int(count)
    raise ArgumentError, "negative array size" if count < 0
    if Integer === __first && Integer === __last
      stop = __exclusive? ? __last - 1 : __last
      start = stop - count + 1
      start = __first if start < __first
      result = []
      while start <= stop
        result.__push(start)
        start += 1
      end
      return result
    end
    to_a.last(count)
  end

  # --- iteration ----------------------------------------------------------

  def each
    return __enum(:each, :__enum_size) unless block_given?
    value = __first
    last = __last
    if Integer === value && (Integer === last || Float === last)
      if __exclusive?
        while value < last
          yield value
          value += 1
        end
      else
        while value <= last
          yield value
          value += 1
        end
      end
    elsif Integer === value && __same?(last, nil)
      while true
        yield value
        value += 1
      end
    elsif String === value && String === last
      value.upto(last, __exclusive?) { |text| yield text }
    elsif Symbol === value && Symbol === last
      value.to_s.upto(last.to_s, __exclusive?) { |text| yield text.to_sym }
    else
      unless value.respond_to?(:succ)
        raise TypeError, "can't iterate from #{value.class}"
      end
      if __same?(last, nil)
        while true
          yield value
          value = value.succ
        end
      end
      while (order = value <=> last)
        order = __order(order, value, last)
        break if order > 0 || (order == 0 && __exclusive?)
        yield value
        break if order == 0
        value = value.succ
      end
    end
    self
  end

  def reverse_each
    return __enum(:reverse_each, :__reverse_size) unless block_given?
    if __same?(__last, nil)
      raise TypeError, "can't iterate from #{__last.class}"
    end
    if Integer === __last && (Integer === __first || __same?(__first, nil))
      value = __exclusive? ? __last - 1 : __last
      first = __first
      if __same?(first, nil)
        while true
          yield value
          value -= 1
        end
      end
      while value >= first
        yield value
        value -= 1
      end
      return self
    end
    list = to_a
    i = list.__size - 1
    while i >= 0
      yield list.__at(i)
      i -= 1
    end
    self
  end

  def __reverse_size
    if __same?(__last, nil)
      raise TypeError, "can't iterate from #{__last.class}"
    end
    return Float::INFINITY if __same?(__first, nil)
    __enum_size
  end

  def to_a
    primitive :range_to_a
    if __same?(__last, nil)
      raise RangeError, "cannot convert endless range to an array"
    end
    result = []
    each { |value| result.__push(value) }
    result
  end

  def entries = to_a

  def map
    return __enum(:map, :__enum_size) unless block_given?
    result = []
    if Integer === __first && Integer === __last
      value = __first
      last = __exclusive? ? __last - 1 : __last
      while value <= last
        result.__push(yield(value))
        value += 1
      end
      return result
    end
    each { |value| result.__push(yield(value)) }
    result
  end

  def collect
    return __enum(:collect, :__enum_size) unless block_given?
    map { |value| yield value }
  end

  def select
    return __enum(:select, :__enum_size) unless block_given?
    result = []
    each { |value| result.__push(value) if yield(value) }
    result
  end

  def filter
    return __enum(:filter, :__enum_size) unless block_given?
    result = []
    each { |value| result.__push(value) if yield(value) }
    result
  end

  def each_with_index
    return __enum(:each_with_index, :__enum_size) unless block_given?
    if Integer === __first && Integer === __last
      value = __first
      last = __exclusive? ? __last - 1 : __last
      i = 0
      while value <= last
        yield value, i
        value += 1
        i += 1
      end
      return self
    end
    super
  end

  def inject(initial = undefined, operation = undefined)
    return super unless Integer === __first && Integer === __last && block_given? && __undefined?(operation)
    value = __first
    last = __exclusive? ? __last - 1 : __last
    if __undefined?(initial)
      return nil if value > last
      memo = value
      value += 1
    else
      memo = initial
    end
    while value <= last
      memo = yield(memo, value)
      value += 1
    end
    memo
  end

  alias_method :reduce, :inject

  def sum(initial = 0)
    if Integer === __first && Integer === __last
      value = __first
      last = __exclusive? ? __last - 1 : __last
      unless block_given?
        return super unless Integer === initial
        return initial if last < value
        return (last - value + 1) * (last + value) / 2 + initial
      end
      total = initial
      while value <= last
        item = yield(value)
        if Integer === item && Integer === total
          total += item
          value += 1
        else
          rest = [item]
          value += 1
          while value <= last
            rest.__push(yield(value))
            value += 1
          end
          return rest.sum(total)
        end
      end
      return total
    end
    super
  end

  def all?(pattern = undefined)
    return super unless block_given? && __undefined?(pattern) && __integers?
    each { |value| return false unless yield(value) }
    true
  end

  def any?(pattern = undefined)
    return super unless block_given? && __undefined?(pattern) && __integers?
    each { |value| return true if yield(value) }
    false
  end

  def find(if_none = nil)
    return super unless block_given? && if_none.nil?
    each { |value| return value if yield(value) }
    nil
  end

  # --- sizes --------------------------------------------------------------

  def size
    first = __first
    last = __last
    if Integer === first
      return Float::INFINITY if __same?(last, nil)
      if Integer === last
        count = last - first
        count += 1 unless __exclusive?
        return count < 0 ? 0 : count
      end
      if Float === last
        return (last < 0 ? 0 : Float::INFINITY) if last.infinite?
        return 0 if last < first
        count = (last - first).floor
        count += 1 unless __exclusive? && count + first == last
        return count
      end
      return nil
    end
    unless first.respond_to?(:succ)
      raise TypeError, "can't iterate from #{first.class}"
    end
    nil
  end

  def __enum_size = size

  def count(wanted = undefined)
    return super unless __undefined?(wanted) && !block_given?
    if __same?(__first, nil) || __same?(__last, nil)
      return Float::INFINITY
    end
    return size if Integer === __first && Integer === __last
    super
  end

  # --- membership ---------------------------------------------------------

  def ===(value)
    primitive :range_covers
    __cover?(value)
  end

  def cover?(value)
    primitive :range_covers
    Range === value ? __cover_range?(value) : __cover?(value)
  end

  def include?(value)
    primitive :range_covers
    first = __first
    last = __last
    if Numeric === first || Numeric === last
      return __cover?(value)
    end
    if String === first && String === last
      return __include_string?(value)
    end
    return true if Numeric === value && __same?(first, nil) && __same?(last, nil)
    if __same?(first, nil) || __same?(last, nil)
      raise TypeError, "cannot determine inclusion in beginless/endless ranges"
    end
    return __cover?(value) if defined?(Time) && (Time === first || Time === last)
    super
  end

  def member?(value) = include?(value)

  private def __include_string?(value)
    return false unless String === value
    first = __first
    last = __last
    if first.length == 1 && last.length == 1 && first.ascii_only? && last.ascii_only?
      return false unless value.length == 1
      return first <= value && (__exclusive? ? value < last : value <= last)
    end
    each { |text| return true if text == value }
    false
  end

  private def __cover?(value)
    first = __first
    last = __last
    unless __same?(first, nil)
      order = first <=> value
      return false if order.nil? || __order(order, first, value) > 0
    end
    unless __same?(last, nil)
      order = value <=> last
      return false if order.nil?
      order = __order(order, value, last)
      return false if order > 0 || (order == 0 && __exclusive?)
    end
    true
  end

  private def __cover_range?(other)
    first = other.begin
    last = other.end
    if !first.nil? && !last.nil?
      order = first <=> last
      return false if order.nil? || order > 0 || (order == 0 && other.exclude_end?)
    end
    return false if !__same?(__first, nil) && (first.nil? || (order = __first <=> first).nil? || order > 0)
    return true if __same?(__last, nil)
    return false if last.nil?
    order = last <=> __last
    return false if order.nil?
    return true if order < 0
    return __exclusive? ? other.exclude_end? : true if order == 0
    return false unless other.exclude_end? && Integer === last && Integer === first
    last - 1 <= __last && !(__exclusive? && last - 1 == __last)
  end

  def overlap?(other)
    unless Range === other
      raise TypeError, "wrong argument type #{other.class} (expected Range)"
    end
    return false if __empty? || other.__empty?
    __begins_before_end_of?(other) && other.__begins_before_end_of?(self)
  end

  def __empty?
    return false if __same?(__first, nil) || __same?(__last, nil)
    order = __first <=> __last
    order.nil? || order > 0 || (order == 0 && __exclusive?)
  end

  def __begins_before_end_of?(other)
    return true if __same?(__first, nil) || other.end.nil?
    order = __first <=> other.end
    return false if order.nil?
    order < 0 || (order == 0 && !other.exclude_end?)
  end

  # --- extremes -----------------------------------------------------------

  def min(count = undefined)
    if __same?(__first, nil)
      raise RangeError, "cannot get the minimum of beginless range"
    end
    if block_given?
      if __same?(__last, nil)
        raise RangeError, "cannot get the minimum of endless range with custom comparison method"
      end
      return super(*(__undefined?(count) ? [] : [count])) { |a, b| yield(a, b) }
    end
    return first(count) unless __undefined?(count)
    return __first if __same?(__last, nil)
    order = __first <=> __last
    return nil if order.nil? || order > 0 || (order == 0 && __exclusive?)
    __first
  end

  def max(count = undefined)
    if __same?(__last, nil)
      raise RangeError, "cannot get the maximum of endless range"
    end
    numeric = Numeric === __last
    if block_given? || !__undefined?(count) || (__exclusive? && !numeric)
      if __same?(__first, nil)
        raise RangeError, "cannot get the maximum of beginless range with custom comparison method"
      end
      list = to_a
      if block_given?
        return __undefined?(count) ? list.max { |a, b| yield(a, b) } : list.max(count) { |a, b| yield(a, b) }
      end
      return __undefined?(count) ? list.max : list.max(count)
    end
    unless __same?(__first, nil)
      order = __first <=> __last
      return nil if order.nil? || order > 0
    end
    if __exclusive?
      raise TypeError, "cannot exclude non Integer end value" unless Integer === __last
      return nil if order == 0
      unless Integer === __first
        raise TypeError, "cannot exclude end value with non Integer begin value"
      end
      return __last - 1
    end
    __last
  end

  def minmax
    return super if block_given?
    high = max
    [min, high]
  end

  # --- comparing and showing ----------------------------------------------

  def ==(other)
    return true if __same?(self, other)
    Range === other && __equal?(__first, other.begin) && __equal?(__last, other.end) &&
      __exclusive? == other.exclude_end?
  end

  def eql?(other)
    return true if __same?(self, other)
    Range === other && __eql?(__first, other.begin) && __eql?(__last, other.end) &&
      __exclusive? == other.exclude_end?
  end

  def hash
    total = __hash_start(__exclusive? ? 1 : 0)
    total = __hash_mix(total, __hash_of(__first))
    __hash_mix(total, __hash_of(__last))
  end

  def to_s = "#{__first}#{__exclusive? ? "..." : ".."}#{__last}"

  def inspect
    dots = __exclusive? ? "..." : ".."
    return "nil#{dots}nil" if __same?(__first, nil) && __same?(__last, nil)
    from = __same?(__first, nil) ? "" : __first.inspect
    to = __same?(__last, nil) ? "" : __last.inspect
    "#{from}#{dots}#{to}"
  end

  # --- steps --------------------------------------------------------------

  def step(step = undefined)
    first = __first
    last = __last
    numeric = Numeric === first && (last.nil? || Numeric === last)
    if __undefined?(step)
      unless numeric || String === first || (Symbol === first && Symbol === last)
        raise ArgumentError, "step is required for non-numeric ranges"
      end
      unit = 1
    else
      unit = step
    end
    if numeric && Numeric === unit && unit == 0
      raise ArgumentError, "step can't be 0"
    end
    unless block_given?
      if numeric && Numeric === unit
        args = __undefined?(step) ? [] : [step]
        return Enumerator::ArithmeticSequence.allocate.__sequence(first, last, unit, __exclusive?, self, :step, args)
      end
      return __enum(:step, nil, *(__undefined?(step) ? [] : [step]))
    end
    if first.nil?
      raise ArgumentError, "#step iteration for beginless ranges is meaningless"
    end
    if Integer === first && (last.nil? || Integer === last) && Integer === unit
      __step_integers(first, last, unit) { |value| yield value }
    elsif numeric && (Float === first || Float === last || Float === unit)
      __step_floats(first, last, unit) { |value| yield value }
    elsif (String === first || Symbol === first) && Integer === unit
      __step_succ(unit) { |value| yield value }
    else
      __step_plus(first, last, unit) { |value| yield value }
    end
    self
  end

  def %(step)
    first = __first
    last = __last
    numeric = Numeric === first ? last.nil? || Numeric === last : first.nil? && Numeric === last
    if numeric && Numeric === step && !block_given?
      raise ArgumentError, "step can't be 0" if step == 0
      return Enumerator::ArithmeticSequence.allocate.__sequence(first, last, step, __exclusive?, self, :%, [step])
    end
    return step(step) { |value| yield value } if block_given?
    step(step)
  end

  private def __step_integers(value, last, unit)
    if last.nil?
      while true
        yield value
        value += unit
      end
    elsif unit > 0
      last -= 1 if __exclusive?
      while value <= last
        yield value
        value += unit
      end
    else
      last += 1 if __exclusive?
      while value >= last
        yield value
        value += unit
      end
    end
  end

  private def __step_floats(first, last, unit)
    if last.nil?
      i = 0
      while true
        yield first + i * unit.to_f
        i += 1
      end
    end
    count = Range.__float_step_count(first, last, unit, __exclusive?)
    first = first.to_f
    last = last.to_f
    unit = unit.to_f
    i = 0
    while i < count
      value = i * unit + first
      value = last if !__exclusive? && (unit > 0 ? value > last : value < last)
      yield value
      i += 1
    end
  end

  # How many floats a step visits, forgiving rounding errors.
  def self.__float_step_count(first, last, unit, exclusive)
    first = first.to_f
    last = last.to_f
    unit = unit.to_f
    n = (last - first) / unit
    error = (first.abs + last.abs + (last - first).abs) / unit.abs * Float::EPSILON
    return unit > 0 ? (first <= last ? 1 : 0) : (first >= last ? 1 : 0) if unit.infinite?
    return Float::INFINITY if unit == 0
    error = 0.5 if error > 0.5
    if exclusive
      return 0 if n <= 0
      return 1 if n < 1
      count = (n - error).floor
      value = count * unit + first
      if first < last
        count += 1 if value < last
      elsif first > last
        count += 1 if value > last
      end
      return count
    end
    return 0 if n < 0
    (n + error).floor + 1
  end

  private def __step_succ(unit)
    left = 1
    each do |value|
      left -= 1
      if left == 0
        left = unit
        yield value
      end
    end
  end

  private def __step_plus(value, last, unit)
    if last.nil?
      while true
        yield value
        value += unit
      end
    end
    order = value <=> last
    direction = order.nil? ? nil : ((value + unit) <=> value)
    return if order.nil? || direction.nil? || direction == 0
    if direction > 0
      while (order = value <=> last) && (order < 0 || (order == 0 && !__exclusive?))
        yield value
        value += unit
      end
    else
      while (order = value <=> last) && (order > 0 || (order == 0 && !__exclusive?))
        yield value
        value += unit
      end
    end
  end

  def bsearch
    return __enum(:bsearch, nil) unless block_given?
    first = __first
    last = __last
    if Float === first || Float === last
      return __bsearch_floats(first, last) { |value| yield value }
    end
    if Integer === first && last.nil?
      width = 1
      while true
        answer = yield(first + width)
        break if true.equal?(answer) || (Numeric === answer && answer <= 0)
        width *= 2
      end
      return (first..(first + width)).bsearch { |value| yield value }
    end
    unless Integer === first && Integer === last
      raise TypeError, "can't do binary search for #{(first.nil? ? last : first).class}"
    end
    low = first
    high = __exclusive? ? last - 1 : last
    found = nil
    while low <= high
      middle = (low + high) / 2
      answer = yield middle
      if true.equal?(answer)
        found = middle
        high = middle - 1
      elsif false.equal?(answer) || nil.equal?(answer)
        low = middle + 1
      elsif Numeric === answer
        return middle if answer == 0
        answer < 0 ? high = middle - 1 : low = middle + 1
      else
        raise TypeError, "wrong argument type #{answer.class} (must be numeric, true, false or nil)"
      end
    end
    found
  end

  private def __bsearch_floats(first, last)
    low = __float_order(first.nil? ? -Float::INFINITY : first.to_f)
    high = __float_order(last.nil? ? Float::INFINITY : last.to_f)
    high -= 1 if __exclusive?
    found = nil
    while low <= high
      middle = (low + high) / 2
      value = __float_of_order(middle)
      answer = yield value
      if true.equal?(answer)
        found = value
        high = middle - 1
      elsif false.equal?(answer) || nil.equal?(answer)
        low = middle + 1
      elsif Numeric === answer
        return value if answer == 0
        answer < 0 ? high = middle - 1 : low = middle + 1
      else
        raise TypeError, "wrong argument type #{answer.class} (must be numeric, true, false or nil)"
      end
    end
    found
  end
end
