# Enumerable: everything from `each`.

module Enumerable
  # Size of an enumerator over all elements, when `size` exists.
  def __enum_size = respond_to?(:size) ? size : nil

  def to_a(*args, **options)
    result = []
    each(*args, **options) { |*values| result.__push(__pack(values)) }
    result
  end

  def entries(*args, **options) = to_a(*args, **options)

  def map
    return __enum(:map, :__enum_size) unless block_given?
    result = []
    each { |*values| result.__push(yield(*values)) }
    result
  end

  def collect
    return __enum(:collect, :__enum_size) unless block_given?
    result = []
    each { |*values| result.__push(yield(*values)) }
    result
  end

  def flat_map
    return __enum(:flat_map, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = yield(*values)
      list = __check_ary(value)
      list ? result.__concat(list) : result.__push(value)
    end
    result
  end

  alias_method :collect_concat, :flat_map

  def select
    return __enum(:select, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = __pack(values)
      result.__push(value) if yield(value)
    end
    result
  end

  def filter
    return __enum(:filter, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = __pack(values)
      result.__push(value) if yield(value)
    end
    result
  end

  def find_all
    return __enum(:find_all, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = __pack(values)
      result.__push(value) if yield(value)
    end
    result
  end

  def filter_map
    return __enum(:filter_map, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = yield(*values)
      result.__push(value) if value
    end
    result
  end

  def reject
    return __enum(:reject, :__enum_size) unless block_given?
    result = []
    each do |*values|
      value = __pack(values)
      result.__push(value) unless yield(value)
    end
    result
  end

  def grep(pattern, &block) = __grep(pattern, true, &block)

  def grep_v(pattern, &block) = __grep(pattern, false, &block)

  private def __grep(pattern, wanted)
    result = []
    # Without a block nobody sees `$~`.
    unseen = Regexp === pattern && !block_given?
    each do |*values|
      value = __pack(values)
      found = unseen ? __regexp_matches?(pattern, value) : pattern === value
      next unless (found ? true : false) == wanted
      result.__push(block_given? ? yield(value) : value)
    end
    result
  end

  private def __regexp_matches?(pattern, value)
    value = __check_str(value) unless Symbol === value
    pattern.match?(value)
  end

  def partition
    return __enum(:partition, :__enum_size) unless block_given?
    yes = []
    no = []
    each do |*values|
      value = __pack(values)
      yield(value) ? yes.__push(value) : no.__push(value)
    end
    [yes, no]
  end

  def group_by
    return __enum(:group_by, :__enum_size) unless block_given?
    result = {}
    each do |*values|
      value = __pack(values)
      key = yield(value)
      group = result.__fetch(key)
      group ? group.__push(value) : result.__store(key, [value])
    end
    result
  end

  def tally(into = undefined)
    if __undefined?(into)
      result = {}
    else
      result = __to_hash(into)
      result.__frozen_check
    end
    each do |*values|
      value = __pack(values)
      count = result.__fetch(value)
      unless count.nil? || Integer === count
        raise TypeError, "wrong argument type #{count.class} (expected Integer)"
      end
      result.__store(value, (count || 0) + 1)
    end
    result
  end

  def find(if_none = nil)
    return __enum(:find, nil, *(if_none ? [if_none] : [])) unless block_given?
    each do |*values|
      value = __pack(values)
      return value if yield(value)
    end
    if_none ? if_none.call : nil
  end

  def detect(if_none = nil)
    return __enum(:detect, nil, *(if_none ? [if_none] : [])) unless block_given?
    each do |*values|
      value = __pack(values)
      return value if yield(value)
    end
    if_none ? if_none.call : nil
  end

  def find_index(wanted = undefined)
    if __undefined?(wanted)
      return __enum(:find_index, nil) unless block_given?
    elsif block_given?
      __block_unused
    end
    i = 0
    each do |*values|
      if __undefined?(wanted)
        return i if yield(*values)
      elsif __equal?(__pack(values), wanted)
        return i
      end
      i += 1
    end
    nil
  end

  def count(wanted = undefined)
    found = 0
    if !__undefined?(wanted)
      __block_unused if block_given?
      each { |*values| found += 1 if __equal?(__pack(values), wanted) }
    elsif block_given?
      each { |*values| found += 1 if yield(*values) }
    else
      each { found += 1 }
    end
    found
  end

  def include?(wanted)
    each { |*values| return true if __equal?(__pack(values), wanted) }
    false
  end

  alias_method :member?, :include?

  def any?(pattern = undefined)
    if !__undefined?(pattern)
      __block_unused if block_given?
      each { |*values| return true if pattern === __pack(values) }
    elsif block_given?
      each { |*values| return true if yield(__pack(values)) }
    else
      each { |*values| return true if __pack(values) }
    end
    false
  end

  def all?(pattern = undefined)
    if !__undefined?(pattern)
      __block_unused if block_given?
      each { |*values| return false unless pattern === __pack(values) }
    elsif block_given?
      each { |*values| return false unless yield(__pack(values)) }
    else
      each { |*values| return false unless __pack(values) }
    end
    true
  end

  def none?(pattern = undefined)
    if !__undefined?(pattern)
      __block_unused if block_given?
      each { |*values| return false if pattern === __pack(values) }
    elsif block_given?
      each { |*values| return false if yield(__pack(values)) }
    else
      each { |*values| return false if __pack(values) }
    end
    true
  end

  def one?(pattern = undefined)
    found = 0
    each do |*values|
      value = __pack(values)
      good = if !__undefined?(pattern)
        pattern === value
      elsif block_given?
        yield(value)
      else
        value
      end
      found += 1 if good
      return false if found > 1
    end
    found == 1
  end

  def first(count = undefined)
    if __undefined?(count)
      each { |*values| return __pack(values) }
      return nil
    end
    count = __to_int(count)
    raise ArgumentError, "attempt to take negative size" if count < 0
    __take(count)
  end

  def take(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to take negative size" if count < 0
    __take(count)
  end

  private def __take(count)
    result = []
    return result if count == 0
    each do |*values|
      result.__push(__pack(values))
      return result if result.__size >= count
    end
    result
  end

  def take_while
    return __enum(:take_while, nil) unless block_given?
    result = []
    each do |*values|
      return result unless yield(*values)
      result.__push(__pack(values))
    end
    result
  end

  def drop(count)
    count = __to_int(count)
    raise ArgumentError, "attempt to drop negative size" if count < 0
    result = []
    i = 0
    each do |*values|
      result.__push(__pack(values)) if i >= count
      i += 1
    end
    result
  end

  def drop_while
    return __enum(:drop_while, nil) unless block_given?
    result = []
    dropping = true
    each do |*values|
      value = __pack(values)
      dropping = false if dropping && !yield(value)
      result.__push(value) unless dropping
    end
    result
  end

  def inject(initial = undefined, operation = undefined)
    if __undefined?(operation)
      unless __undefined?(initial) || block_given?
        operation = initial
        initial = undefined
      end
    elsif block_given?
      __block_unused
    end
    memo = initial
    if __undefined?(operation)
      each do |*values|
        if __undefined?(memo)
          memo = __pack(values)
        else
          __no_block unless block_given?
          memo = yield(memo, __pack(values))
        end
      end
    else
      operation = __to_method_name(operation)
      each do |*values|
        if __undefined?(memo)
          memo = __pack(values)
        else
          memo = memo.__send__(operation, __pack(values))
        end
      end
    end
    __undefined?(memo) ? nil : memo
  end

  alias_method :reduce, :inject

  def sum(initial = 0)
    values = []
    if block_given?
      each { |*items| values.__push(yield(*items)) }
    else
      each { |*items| values.__push(__pack(items)) }
    end
    values.sum(initial)
  end

  def each_entry(*args)
    return __enum(:each_entry, :__enum_size, *args) unless block_given?
    each(*args) { |*values| yield __pack(values) }
    self
  end

  def each_with_index(*args)
    return __enum(:each_with_index, :__enum_size, *args) unless block_given?
    i = 0
    each(*args) do |*values|
      at = i
      i += 1
      yield __pack(values), at
    end
    self
  end

  def each_with_object(memo)
    return __enum(:each_with_object, :__enum_size, memo) unless block_given?
    each { |*values| yield __pack(values), memo }
    memo
  end

  def reverse_each(*args)
    return __enum(:reverse_each, :__enum_size, *args) unless block_given?
    list = to_a(*args)
    i = list.__size - 1
    while i >= 0
      yield list.__at(i)
      i -= 1
    end
    self
  end

  def each_slice(count)
    count = __positive(count, "invalid slice size")
    return __enum(:each_slice, :__each_slice_size, count) unless block_given?
    slice = []
    each do |*values|
      slice.__push(__pack(values))
      if slice.__size == count
        full = slice
        slice = []
        yield full
      end
    end
    yield slice if slice.__size > 0
    self
  end

  def each_cons(count)
    count = __positive(count, "invalid size")
    return __enum(:each_cons, :__each_cons_size, count) unless block_given?
    window = []
    each do |*values|
      window.__shift if window.__size == count
      window.__push(__pack(values))
      yield window.__sub(0, count) if window.__size == count
    end
    self
  end

  private def __positive(count, message)
    count = __to_int(count)
    raise ArgumentError, message if count <= 0
    count
  end

  def __each_slice_size(count)
    total = __enum_size
    total.nil? ? nil : (total + count - 1) / count
  end

  def __each_cons_size(count)
    total = __enum_size
    return nil if total.nil?
    total < count ? 0 : total - count + 1
  end

  def __cycle_size(count)
    total = __enum_size
    return total if total.nil? || total == 0
    return Float::INFINITY if count.nil?
    count = __to_int(count)
    count < 0 ? 0 : total * count
  end

  def cycle(count = nil)
    return __enum(:cycle, :__cycle_size, count) unless block_given?
    unless count.nil?
      count = __to_int(count)
      return nil if count <= 0
    end
    saved = []
    each do |*values|
      value = __pack(values)
      saved.__push(value)
      yield value
    end
    return nil if saved.__size == 0
    while count.nil? || (count -= 1) > 0
      i = 0
      while i < saved.__size
        yield saved.__at(i)
        i += 1
      end
    end
    nil
  end

  def zip(*others)
    if block_given?
      to_a.zip(*others) { |row| yield row }
    else
      to_a.zip(*others)
    end
  end

  def sort(&block) = to_a.sort(&block)

  def sort_by
    return __enum(:sort_by, :__enum_size) unless block_given?
    list = []
    keys = []
    each do |*values|
      value = __pack(values)
      list.__push(value)
      keys.__push(yield(value))
    end
    list.__sorted_by(keys)
  end

  def min(count = nil)
    return to_a.min(count) { |a, b| yield(a, b) } if block_given?
    return to_a.min(count) if count
    least = undefined
    each do |*values|
      value = __pack(values)
      least = value if __undefined?(least) || __compare(value, least) < 0
    end
    __undefined?(least) ? nil : least
  end

  def max(count = nil)
    return to_a.max(count) { |a, b| yield(a, b) } if block_given?
    return to_a.max(count) if count
    most = undefined
    each do |*values|
      value = __pack(values)
      most = value if __undefined?(most) || __compare(value, most) > 0
    end
    __undefined?(most) ? nil : most
  end

  def minmax
    block_given? ? to_a.minmax { |a, b| yield(a, b) } : to_a.minmax
  end

  def min_by(count = nil)
    return __enum(:min_by, :__enum_size, *(count ? [count] : [])) unless block_given?
    keys = []
    list = []
    each do |*values|
      value = __pack(values)
      list.__push(value)
      keys.__push(yield(value))
    end
    list.__extreme_by(keys, count, 1)
  end

  def max_by(count = nil)
    return __enum(:max_by, :__enum_size, *(count ? [count] : [])) unless block_given?
    keys = []
    list = []
    each do |*values|
      value = __pack(values)
      list.__push(value)
      keys.__push(yield(value))
    end
    list.__extreme_by(keys, count, -1)
  end

  def minmax_by
    return __enum(:minmax_by, :__enum_size) unless block_given?
    least = nil
    most = nil
    least_key = nil
    most_key = nil
    first = true
    each do |*values|
      value = __pack(values)
      key = yield(value)
      if first || __compare(key, least_key) < 0
        least = value
        least_key = key
      end
      if first || __compare(key, most_key) > 0
        most = value
        most_key = key
      end
      first = false
    end
    [least, most]
  end

  def uniq
    known = {}
    result = []
    each do |*values|
      value = __pack(values)
      key = block_given? ? yield(*values) : value
      unless known.__has?(key)
        known.__store(key, true)
        result.__push(value)
      end
    end
    result
  end

  def compact
    result = []
    each do |*values|
      value = __pack(values)
      result.__push(value) unless value.nil?
    end
    result
  end

  def to_h(*args)
    result = {}
    each(*args) do |*values|
      element = block_given? ? yield(*values) : __pack(values)
      pair = __check_ary(element)
      unless pair
        raise TypeError, "wrong element type #{element.class} (expected array)"
      end
      if pair.__size != 2
        raise ArgumentError, "element has wrong array length (expected 2, was #{pair.__size})"
      end
      result.__store(pair.__at(0), pair.__at(1))
    end
    result
  end

  def chunk_while(&block)
    raise ArgumentError, "no block given" unless block
    list = self
    Enumerator.new { |out| list.__each_run(block, false) { |run| out << run } }
  end

  def slice_when(&block)
    raise ArgumentError, "tried to create Proc object without a block" unless block
    list = self
    Enumerator.new { |out| list.__each_run(block, true) { |run| out << run } }
  end

  # Yields runs of elements; a new one starts where the answer is as given.
  def __each_run(block, wanted)
    run = nil
    last = nil
    each do |*values|
      value = __pack(values)
      if run.nil?
        run = [value]
      else
        answer = block.call(last, value) ? true : false
        if answer == wanted
          full = run
          run = [value]
          yield full
        else
          run.__push(value)
        end
      end
      last = value
    end
    yield run if run
  end

  def chunk(&block)
    return __enum(:chunk, :__enum_size) unless block
    list = self
    Enumerator.new { |out| list.__each_chunk(block) { |chunk| out << chunk } }
  end

  def __each_chunk(block)
    key = nil
    run = nil
    each do |*values|
      value = __pack(values)
      wanted = block.call(value)
      if wanted == :_alone
        yield [key, run] if run
        run = nil
        yield [:_alone, [value]]
      elsif wanted.nil? || wanted == :_separator
        yield [key, run] if run
        run = nil
      elsif Symbol === wanted && wanted.start_with?("_")
        raise RuntimeError, "symbols beginning with an underscore are reserved"
      elsif run && key == wanted
        run.__push(value)
      else
        yield [key, run] if run
        key = wanted
        run = [value]
      end
    end
    yield [key, run] if run
  end

  def slice_before(pattern = undefined, &block)
    if __undefined?(pattern)
      raise ArgumentError, "wrong number of arguments (given 0, expected 1)" unless block
    elsif block
      raise ArgumentError, "both pattern and block are given"
    else
      block = lambda { |value| pattern === value }
    end
    list = self
    Enumerator.new do |out|
      run = nil
      list.each_entry do |value|
        if run && block.call(value)
          out << run
          run = [value]
        else
          run = (run || []).__push(value)
        end
      end
      out << run if run
    end
  end

  def slice_after(pattern = undefined, &block)
    if __undefined?(pattern)
      raise ArgumentError, "wrong number of arguments (given 0, expected 1)" unless block
    elsif block
      raise ArgumentError, "both pattern and block are given"
    else
      block = lambda { |value| pattern === value }
    end
    list = self
    Enumerator.new do |out|
      run = nil
      list.each_entry do |value|
        run = (run || []).__push(value)
        if block.call(value)
          out << run
          run = nil
        end
      end
      out << run if run
    end
  end
end
