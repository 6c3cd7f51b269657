# Array: comparing, searching, showing.

class Array
  def ==(other)
    primitive :array_eq
    return true if __same?(self, other)
    unless Array === other
      return false unless other.respond_to?(:to_ary)
      return other == self ? true : false
    end
    return false if __size != other.__size
    return true unless __guard_enter(:==, self, other)
    begin
      i = 0
      while i < __size
        return false if i >= other.__size
        return false unless __equal?(__at(i), other.__at(i))
        i += 1
      end
      true
    ensure
      __guard_leave(:==, self, other)
    end
  end

  def eql?(other)
    return true if __same?(self, other)
    return false unless Array === other
    return false if __size != other.__size
    return true unless __guard_enter(:eql?, self, other)
    begin
      i = 0
      while i < __size
        return false if i >= other.__size
        return false unless __eql?(__at(i), other.__at(i))
        i += 1
      end
      true
    ensure
      __guard_leave(:eql?, self, other)
    end
  end

  def hash
    primitive :array_hash
    total = __hash_start(__size)
    return total unless __guard_enter(:hash, self)
    begin
      i = 0
      while i < __size
        total = __hash_mix(total, __hash_of(__at(i)))
        i += 1
      end
      total
    ensure
      __guard_leave(:hash, self)
    end
  end

  def <=>(other)
    other = __check_ary(other)
    return nil unless other
    return 0 if __same?(self, other)
    return nil unless __guard_enter(:<=>, self, other)
    begin
      i = 0
      while i < __size && i < other.__size
        order = __at(i) <=> other.__at(i)
        return order unless 0 == order
        i += 1
      end
    ensure
      __guard_leave(:<=>, self, other)
    end
    __size <=> other.__size
  end

  def include?(value)
    primitive :array_include
    i = 0
    while i < __size
      return true if __equal?(__at(i), value)
      i += 1
    end
    false
  end

  alias_method :member?, :include?

  def index(value = undefined)
    primitive :array_index
    i = 0
    unless __undefined?(value)
      __block_unused if block_given?
      while i < __size
        return i if __equal?(__at(i), value)
        i += 1
      end
      return nil
    end
    return __enum(:index, nil) unless block_given?
    while i < __size
      return i if yield(__at(i))
      i += 1
    end
    nil
  end

  alias_method :find_index, :index

  def rindex(value = undefined)
    i = __size - 1
    unless __undefined?(value)
      __block_unused if block_given?
      while i >= 0
        return i if __equal?(__fetch_at(i), value)
        i -= 1
      end
      return nil
    end
    return __enum(:rindex, nil) unless block_given?
    while i >= 0
      return i if yield(__at(i))
      i -= 1
      i = __size - 1 if i >= __size
    end
    nil
  end

  def count(value = undefined)
    found = 0
    i = 0
    unless __undefined?(value)
      __block_unused if block_given?
      while i < __size
        found += 1 if __equal?(__at(i), value)
        i += 1
      end
      return found
    end
    return __size unless block_given?
    while i < __size
      found += 1 if yield(__at(i))
      i += 1
    end
    found
  end

  def assoc(key)
    i = 0
    while i < __size
      pair = __check_ary(__at(i))
      return pair if pair && pair.__size > 0 && __equal?(pair.__at(0), key)
      i += 1
    end
    nil
  end

  def rassoc(value)
    i = 0
    while i < __size
      pair = __check_ary(__at(i))
      return pair if pair && pair.__size > 1 && __equal?(pair.__at(1), value)
      i += 1
    end
    nil
  end

  def bsearch
    return __enum(:bsearch, nil) unless block_given?
    at = bsearch_index { |element| yield element }
    at ? __fetch_at(at) : nil
  end

  def bsearch_index
    return __enum(:bsearch_index, nil) unless block_given?
    low = 0
    high = __size
    found = nil
    while low < high
      mid = low + (high - low) / 2
      answer = yield __fetch_at(mid)
      if true.equal?(answer)
        found = mid
        high = mid
      elsif false.equal?(answer) || nil.equal?(answer)
        low = mid + 1
      elsif Numeric === answer
        return mid if answer == 0
        answer < 0 ? high = mid : low = mid + 1
      else
        raise TypeError, "wrong argument type #{answer.class} (must be numeric, true, false or nil)"
      end
    end
    found
  end

  def __min
    primitive :array_min
    return nil if __size == 0
    least = __at(0)
    i = 1
    while i < __size
      element = __at(i)
      least = element if __compare(least, element) > 0
      i += 1
    end
    least
  end

  def min(count = nil)
    return __min unless block_given? || count
    if count
      return sort.first(__count_of_least(count)) unless block_given?
      return __extremes(count, 1, self) { |a, b| __order(yield(a, b), a, b) }
    end
    return nil if __size == 0
    least = __at(0)
    i = 1
    while i < __size
      element = __at(i)
      order = yield(element, least)
      least = element if __order(order, element, least) < 0
      i += 1
    end
    least
  end

  def __max
    primitive :array_max
    return nil if __size == 0
    most = __at(0)
    i = 1
    while i < __size
      element = __at(i)
      most = element if __compare(most, element) < 0
      i += 1
    end
    most
  end

  def max(count = nil)
    return __max unless block_given? || count
    if count
      return sort.reverse.first(__count_of_least(count)) unless block_given?
      return __extremes(count, -1, self) { |a, b| __order(yield(a, b), a, b) }
    end
    return nil if __size == 0
    most = __at(0)
    i = 1
    while i < __size
      element = __at(i)
      order = yield(element, most)
      most = element if __order(order, element, most) > 0
      i += 1
    end
    most
  end

  def minmax
    return [min { |a, b| yield(a, b) }, max { |a, b| yield(a, b) }] if block_given?
    [min, max]
  end

  private def __count_of_least(count)
    count = __to_int(count)
    raise ArgumentError, "negative size (#{count})" if count < 0
    count
  end

  # The `count` elements with the smallest keys in order; with the largest, the
  # largest first, if `sign` is -1. The block compares keys. Indexes pass
  # through a buffer that is cut down to `count` whenever it is full, which
  # decides among equal keys.
  private def __extremes(count, sign, keys)
    count = __count_of_least(count)
    return [] if count == 0
    kept = []
    limit = nil
    i = 0
    while i < keys.__size
      if limit.nil? || sign * yield(keys.__at(i), keys.__at(limit)) < 0
        kept.__push(i)
        if kept.__size == count * 4
          limit = __select(kept, count) { |a, b| sign * yield(keys.__at(a), keys.__at(b)) }
        end
      end
      i += 1
    end
    if kept.__size > count
      __select(kept, count) { |a, b| sign * yield(keys.__at(a), keys.__at(b)) }
    end
    kept = kept.sort { |a, b| yield(keys.__at(a), keys.__at(b)) }.map { |index| __at(index) }
    sign < 0 ? kept.reverse : kept
  end

  # Keeps the `count` smallest items (quickselect); answers the last pivot.
  private def __select(items, count)
    left = 0
    right = items.__size - 1
    while true
      first, same = __partition(items, left, right) { |a, b| yield(a, b) }
      break if first <= count && count <= first + same
      count < first ? right = first - 1 : left = first + same
    end
    pivot = items.__at(first)
    items.slice!(count..)
    pivot
  end

  # Puts what is smaller than the middle item before what equals it, and that
  # before the rest; answers where the equal ones begin and how many they are.
  private def __partition(items, left, right)
    __exchange(items, left + (right - left) / 2, right)
    pivot = items.__at(right)
    same = 1
    smaller = left
    i = left
    while i <= right - same
      order = yield(items.__at(i), pivot)
      if order == 0
        __exchange(items, i, right - same)
        same += 1
      else
        if order < 0
          __exchange(items, i, smaller)
          smaller += 1
        end
        i += 1
      end
    end
    to = smaller
    from = right
    while from > right - same && from > to
      __exchange(items, to, from)
      to += 1
      from -= 1
    end
    [smaller, same]
  end

  private def __exchange(items, a, b)
    item = items.__at(a)
    items[a] = items.__at(b)
    items[b] = item
  end

  def min_by(count = nil)
    return __enum(:min_by, :size, *(count ? [count] : [])) unless block_given?
    return __extremes(count, 1, map { |element| yield element }) { |a, b| __compare(a, b) } if count
    return nil if __size == 0
    least = __at(0)
    least_key = yield(least)
    i = 1
    while i < __size
      element = __at(i)
      key = yield(element)
      if __compare(key, least_key) < 0
        least = element
        least_key = key
      end
      i += 1
    end
    least
  end

  # The element with the least key, or the greatest if the sign is -1.
  def __extreme_by(keys, count, sign)
    return __extremes(count, sign, keys) { |a, b| __compare(a, b) } if count
    return nil if __size == 0
    best = 0
    i = 1
    while i < __size
      best = i if __compare(keys.__at(i), keys.__at(best)) * sign < 0
      i += 1
    end
    __at(best)
  end

  def max_by(count = nil)
    return __enum(:max_by, :size, *(count ? [count] : [])) unless block_given?
    return __extremes(count, -1, map { |element| yield element }) { |a, b| __compare(a, b) } if count
    return nil if __size == 0
    most = __at(0)
    most_key = yield(most)
    i = 1
    while i < __size
      element = __at(i)
      key = yield(element)
      if __compare(key, most_key) > 0
        most = element
        most_key = key
      end
      i += 1
    end
    most
  end

  def inspect
    primitive :array_inspect
    return "[]".encode("US-ASCII") if __size == 0
    return "[...]" unless __guard_enter(:inspect, self)
    begin
      text = +"["
      i = 0
      while i < __size
        text.__append(", ") if i > 0
        shown = __at(i).inspect
        text.force_encoding(shown.encoding) if i == 0 && String === shown
        text.__append("#{shown}")
        i += 1
      end
      text.__append("]")
    ensure
      __guard_leave(:inspect, self)
    end
  end

  alias_method :to_s, :inspect

  def join(separator = nil)
    primitive :array_join
    if separator.nil?
      separator = $,
      __deprecated("$, is set to non-nil value") unless separator.nil?
    else
      separator = __to_str(separator)
    end
    return "".encode("US-ASCII") if __size == 0
    first = __at(0)
    text = String.new(encoding: String === first ? first.encoding : Encoding::US_ASCII)
    __join_into(text, separator, [false])
    text
  end

  # Appends the joined elements; `started` holds whether one came before.
  def __join_into(text, separator, started)
    unless __guard_enter(:join, self)
      raise ArgumentError, "recursive array join"
    end
    begin
      i = 0
      while i < __size
        element = __at(i)
        if String === element
          __join_one(text, separator, started, element)
        elsif Array === element
          __join_nested(text, separator, started, element)
        elsif (string = __check_str(element))
          __join_one(text, separator, started, string)
        elsif (list = __check_ary(element))
          __join_nested(text, separator, started, list)
        else
          __join_one(text, separator, started, "#{element}")
        end
        i += 1
      end
    ensure
      __guard_leave(:join, self)
    end
  end

  private def __join_one(text, separator, started, string)
    text.__append(separator) if separator && started.__at(0)
    started.__put(0, true)
    text.__append(string)
  end

  private def __join_nested(text, separator, started, list)
    if list.__size == 0
      text.__append(separator) if separator && started.__at(0)
      started.__put(0, true)
      return
    end
    list.__join_into(text, separator, started)
  end
end
