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
    unless no_length
      if Regexp === index
        length = __to_int(length) unless String === length || Symbol === length
        return self[index, length]
      end
      return self[__to_int(index), __to_int(length)]
    end
    if Range === index
      bounds = __bounds(index, size, false)
      return bounds && self[bounds.__at(0), bounds.__at(1)]
    end
    return self[index] if String === index || Regexp === index
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
      elsif Regexp === index
        __splice_group(index, 0, value)
      else
        index = __to_int(index)
        if index >= size || index < -size
          raise IndexError, "index #{index} out of string" unless index == size
        end
        __splice(index, 1, __to_str(value))
      end
    elsif Regexp === index
      __frozen_check
      __splice_group(index, length, value)
    else
      __frozen_check
      __splice(__to_int(index), __to_int(length), __to_str(value))
    end
    value
  end

  # Replaces a group of the first match.
  private def __splice_group(regexp, group, value)
    found = __match_from(regexp, 0)
    raise IndexError, "regexp not matched" if found.nil?
    unless String === group || Symbol === group
      group = __to_int(group)
      if group >= found.size || group < -found.size
        raise IndexError, "index #{group} out of regexp"
      end
      group += found.size if group < 0
    end
    from = found.bytebegin(group)
    raise IndexError, "regexp group #{group} not matched" if from.nil?
    __byte_splice(from, found.byteend(group) - from, __to_str(value))
  end

  def slice!(index, length = (no_length = true; nil))
    __frozen_check
    result = no_length ? self[index] : self[index, length]
    return nil if result.nil?
    if Regexp === index
      __splice_group(index, no_length ? 0 : length, "")
    elsif !no_length
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
    index(__needle(string), __to_int(start))
  end

  def rindex(string, start = (no_start = true; nil))
    primitive :string_rindex
    no_start ? rindex(__needle(string)) : rindex(__needle(string), __to_int(start))
  end

  def byteindex(string, start = 0)
    primitive :string_byteindex
    byteindex(__needle(string), __to_int(start))
  end

  def byterindex(string, start = (no_start = true; nil))
    primitive :string_byterindex
    no_start ? byterindex(__needle(string)) : byterindex(__needle(string), __to_int(start))
  end

  def include?(string)
    primitive :string_include
    include?(__to_str(string))
  end

  def start_with?(*prefixes)
    primitive :string_start_with
    i = 0
    while i < prefixes.__size
      prefix = prefixes.__at(i)
      prefix = __to_str(prefix) unless Regexp === prefix
      return true if start_with?(prefix)
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
    pattern = __pattern(pattern)
    return __scan(pattern) unless block_given?
    from = 0
    last = nil
    while from <= bytesize && (found = __match_from(pattern, from))
      last = found
      yield(found.size == 1 ? found.to_s : found.captures)
      __set_last_match(found)
      from = found.__to
      from = __next_boundary(from) if from == found.__from
    end
    __set_last_match(last)
    self
  end

  private def __scan(pattern)
    primitive :string_scan
    __scan(pattern)
  end

  private def __needle(value) = Regexp === value ? value : __to_str(value)

  # What `sub` and its kin search for.
  private def __pattern(pattern)
    return pattern if String === pattern || Regexp === pattern
    unless pattern.respond_to?(:to_str)
      raise TypeError, "wrong argument type #{__describe(pattern)} (expected Regexp)"
    end
    __to_str(pattern)
  end

  # A replacement: a String, or a Hash.
  private def __replacement(value)
    return value if String === value || Hash === value
    __check_hash(value) || __to_str(value)
  end

  def sub(pattern, replacement = (no_replacement = true; nil))
    primitive :string_sub
    if no_replacement && !block_given?
      raise ArgumentError, "wrong number of arguments (given 1, expected 2)"
    end
    pattern = __pattern(pattern)
    unless no_replacement
      replacement = __replacement(replacement)
      return sub(pattern, replacement) if String === replacement
    end
    copy = __copy
    found = __match_from(pattern, 0)
    return copy if found.nil?
    text = found.to_s
    value = no_replacement ? yield(text) : replacement.__aref(text)
    __set_last_match(found)
    copy.__send__(:__byte_splice, found.__from, found.__to - found.__from, value.to_s)
  end

  def gsub(pattern, replacement = (no_replacement = true; nil))
    primitive :string_gsub
    return __enum(:gsub, nil, pattern) if no_replacement && !block_given?
    pattern = __pattern(pattern)
    unless no_replacement
      replacement = __replacement(replacement)
      return gsub(pattern, replacement) if String === replacement
    end
    result = String.new(encoding: encoding)
    from = 0
    look = 0
    last = nil
    while look <= bytesize && (found = __match_from(pattern, look))
      last = found
      result << byteslice(from, found.__from - from)
      text = found.to_s
      value = no_replacement ? yield(text) : replacement.__aref(text)
      __set_last_match(found)
      result << value.to_s
      from = found.__to
      look = from == found.__from ? __next_boundary(from) : from
    end
    __set_last_match(last)
    result << byteslice(from, bytesize - from)
  end

  def sub!(pattern, replacement = (no_replacement = true; nil))
    __frozen_check
    if no_replacement && !block_given?
      raise ArgumentError, "wrong number of arguments (given 1, expected 2)"
    end
    pattern = __pattern(pattern)
    return nil if __match_from(pattern, 0).nil?
    new = no_replacement ? sub(pattern) { |match| yield match } : sub(pattern, replacement)
    __settle(new)
    self
  end

  def gsub!(pattern, replacement = (no_replacement = true; nil))
    return __enum(:gsub!, nil, pattern) if no_replacement && !block_given?
    __frozen_check
    pattern = __pattern(pattern)
    return nil if __match_from(pattern, 0).nil?
    new = no_replacement ? gsub(pattern) { |match| yield match } : gsub(pattern, replacement)
    __settle(new)
    self
  end

  def match(pattern, position = 0)
    pattern = __regexp(pattern)
    found = __match(pattern, __to_int(position))
    return yield(found) if found && block_given?
    found
  end

  def match?(pattern, position = 0)
    primitive :string_match_p
    match?(__regexp(pattern), __to_int(position))
  end

  # A pattern given as a Regexp or as its source.
  private def __regexp(pattern)
    return pattern if Regexp === pattern
    unless String === pattern || pattern.respond_to?(:to_str)
      raise TypeError, "wrong argument type #{__describe(pattern)} (expected Regexp)"
    end
    Regexp.new(__to_str(pattern))
  end
end
