# String: characters by position, searching and replacing.

class String
  # Start and length that a range means in something of `total` characters, or
  # nil when it begins outside.
  private def __bounds(range, total, must)
    first = range.begin
    last = range.end
    start = first.nil? ? 0 : __to_int(first)
    stop = last.nil? ? -1 : __to_int(last)
    exclusive = range.exclude_end? && !last.nil?
    from = start
    from += total if from < 0
    if from < 0 || from > total
      return nil unless must
      raise RangeError, "#{range.inspect} out of range"
    end
    stop += total if stop < 0
    stop += 1 unless exclusive
    length = stop - from
    length = 0 if length < 0
    [from, length]
  end

  def [](index, length = (no_length = true; nil))
    primitive :string_aref
    return self[__to_int(index), __to_int(length)] unless no_length
    if Range === index
      bounds = __bounds(index, size, false)
      return bounds && self[bounds.__at(0), bounds.__at(1)]
    end
    return self[index] if String === index
    self[__to_int(index)]
  end

  def slice(index, length = (no_length = true; nil))
    primitive :string_aref
    no_length ? self[index] : self[index, length]
  end

  def []=(index, length, value = (no_value = true; nil))
    if no_value
      value = length
      __frozen_check
      if Range === index
        bounds = __bounds(index, size, true)
        __splice(bounds.__at(0), bounds.__at(1), __to_str(value))
      elsif String === index
        at = byteindex(index)
        raise IndexError, "string not matched" if at.nil?
        __byte_splice(at, index.bytesize, __to_str(value))
      else
        index = __to_int(index)
        if index >= size || index < -size
          raise IndexError, "index #{index} out of string" unless index == size
        end
        __splice(index, 1, __to_str(value))
      end
    else
      __frozen_check
      __splice(__to_int(index), __to_int(length), __to_str(value))
    end
    value
  end

  def slice!(index, length = (no_length = true; nil))
    __frozen_check
    result = no_length ? self[index] : self[index, length]
    return nil if result.nil?
    if !no_length
      __splice(index, length, "")
    elsif Range === index
      bounds = __bounds(index, size, true)
      __splice(bounds.__at(0), bounds.__at(1), "")
    elsif String === index
      __byte_splice(byteindex(index), index.bytesize, "")
    else
      __splice(index, 1, "")
    end
    result
  end

  def index(string, start = 0)
    primitive :string_index
    index(__to_str(string), __to_int(start))
  end

  def rindex(string, start = (no_start = true; nil))
    primitive :string_rindex
    no_start ? rindex(__to_str(string)) : rindex(__to_str(string), __to_int(start))
  end

  def byteindex(string, start = 0)
    primitive :string_byteindex
    byteindex(__to_str(string), __to_int(start))
  end

  def byterindex(string, start = (no_start = true; nil))
    primitive :string_byterindex
    no_start ? byterindex(__to_str(string)) : byterindex(__to_str(string), __to_int(start))
  end

  def include?(string)
    primitive :string_include
    include?(__to_str(string))
  end

  def start_with?(*prefixes)
    primitive :string_start_with
    i = 0
    while i < prefixes.__size
      return true if start_with?(__to_str(prefixes.__at(i)))
      i += 1
    end
    false
  end

  def end_with?(*suffixes)
    primitive :string_end_with
    i = 0
    while i < suffixes.__size
      return true if end_with?(__to_str(suffixes.__at(i)))
      i += 1
    end
    false
  end

  def delete_prefix(prefix)
    primitive :string_delete_prefix
    delete_prefix(__to_str(prefix))
  end

  def delete_suffix(suffix)
    primitive :string_delete_suffix
    delete_suffix(__to_str(suffix))
  end

  def delete_prefix!(prefix) = __settle(delete_prefix(prefix))

  def delete_suffix!(suffix) = __settle(delete_suffix(suffix))

  def partition(string)
    primitive :string_partition
    partition(__pattern(string))
  end

  def rpartition(string)
    primitive :string_rpartition
    rpartition(__pattern(string))
  end

  def scan(pattern)
    found = __scan(__pattern(pattern))
    return found unless block_given?
    i = 0
    while i < found.__size
      yield found.__at(i)
      i += 1
    end
    self
  end

  private def __scan(pattern)
    primitive :string_scan
    __scan(pattern)
  end

  private def __pattern(pattern)
    return pattern if String === pattern
    unless pattern.respond_to?(:to_str)
      raise TypeError, "wrong argument type #{__describe(pattern)} (expected Regexp)"
    end
    __to_str(pattern)
  end

  def sub(pattern, replacement = (no_replacement = true; nil))
    primitive :string_sub
    if no_replacement && !block_given?
      raise ArgumentError, "wrong number of arguments (given 1, expected 2)"
    end
    pattern = __pattern(pattern)
    unless no_replacement
      return sub(pattern, replacement) if String === replacement
      unless Hash === replacement
        hash = __check_hash(replacement)
        return sub(pattern, __to_str(replacement)) unless hash
        replacement = hash
      end
    end
    at = byteindex(pattern)
    copy = __copy
    return copy if at.nil?
    value = no_replacement ? yield(pattern) : replacement[pattern]
    copy.__send__(:__byte_splice, at, pattern.bytesize, value.to_s)
  end

  def gsub(pattern, replacement = (no_replacement = true; nil))
    primitive :string_gsub
    if no_replacement && !block_given?
      return __enum(:gsub, nil, pattern)
    end
    pattern = __pattern(pattern)
    unless no_replacement
      return gsub(pattern, replacement) if String === replacement
      unless Hash === replacement
        hash = __check_hash(replacement)
        return gsub(pattern, __to_str(replacement)) unless hash
        replacement = hash
      end
    end
    result = String.new(encoding: encoding)
    from = 0
    look = 0
    while (at = __find(pattern, look))
      result << byteslice(from, at - from)
      value = no_replacement ? yield(pattern) : replacement[pattern]
      result << value.to_s
      from = at + pattern.bytesize
      look = pattern.empty? ? __next_boundary(from) : from
      break if look > bytesize
    end
    result << byteslice(from, bytesize - from)
  end

  def sub!(pattern, replacement = (no_replacement = true; nil))
    __frozen_check
    if no_replacement && !block_given?
      raise ArgumentError, "wrong number of arguments (given 1, expected 2)"
    end
    pattern = __pattern(pattern)
    return nil unless include?(pattern)
    new = no_replacement ? sub(pattern) { |match| yield match } : sub(pattern, replacement)
    __settle(new)
    self
  end

  def gsub!(pattern, replacement = (no_replacement = true; nil))
    return __enum(:gsub!, nil, pattern) if no_replacement && !block_given?
    __frozen_check
    pattern = __pattern(pattern)
    return nil unless include?(pattern)
    new = no_replacement ? gsub(pattern) { |match| yield match } : gsub(pattern, replacement)
    __settle(new)
    self
  end

end
