# MatchData: arguments and views.

class MatchData
  def [](group, length = (no_length = true; nil))
    primitive :match_aref
    return to_a[group, length] unless no_length
    return to_a[group] if Range === group
    group = __to_int(group) unless String === group || Symbol === group
    self[group]
  end

  def match(group) = self[__backref(group)]

  def match_length(group)
    text = self[__backref(group)]
    text && text.size
  end

  # Raises for groups that are not there.
  private def __backref(group)
    self.begin(group)
    group
  end

  def named_captures(symbolize_names: false) = __named_captures(symbolize_names)

  def values_at(*groups)
    result = []
    i = 0
    while i < groups.__size
      group = groups.__at(i)
      if Range === group
        result.concat(to_a.values_at(group))
      else
        result << self[group]
      end
      i += 1
    end
    result
  end

  def deconstruct_keys(keys)
    return __named_captures(true) if keys.nil?
    unless Array === keys
      raise TypeError, "wrong argument type #{__describe(keys)} (expected Array)"
    end
    all = __named_captures(true)
    result = {}
    i = 0
    while i < keys.__size
      key = keys.__at(i)
      unless Symbol === key
        raise TypeError, "wrong argument type #{__describe(key)} (expected Symbol)"
      end
      break unless all.key?(key)
      result[key] = all[key]
      i += 1
    end
    result
  end

  def inspect
    return "#<MatchData: #{to_s}>" if __of_text?
    text = "#<MatchData #{__group(0).inspect}"
    labels = regexp.named_captures
    if labels.empty?
      i = 1
      while i < size
        text << " #{i}:#{__group(i).inspect}"
        i += 1
      end
    else
      at = []
      labels.each { |name, groups| groups.each { |group| at[group] = name } }
      i = 1
      while i < size
        text << " #{at.__at(i)}:#{__group(i).inspect}"
        i += 1
      end
    end
    text << ">"
  end
end
