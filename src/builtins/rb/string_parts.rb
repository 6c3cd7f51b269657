# String: parts one by one and all at once.

class String
  def chars
    return __chars unless block_given?
    each_char { |c| yield c }
  end

  def bytes
    return __bytes unless block_given?
    each_byte { |byte| yield byte }
  end

  def codepoints
    return __codepoints unless block_given?
    each_codepoint { |code| yield code }
  end

  def each_char
    return __enum(:each_char, :size) unless block_given?
    list = __chars
    i = 0
    while i < list.__size
      yield list.__at(i)
      i += 1
    end
    self
  end

  def grapheme_clusters
    return each_grapheme_cluster { |cluster| yield cluster } if block_given?
    __graphemes
  end

  def each_grapheme_cluster
    return __enum(:each_grapheme_cluster, :__grapheme_count) unless block_given?
    __graphemes.each { |cluster| yield cluster }
    self
  end

  def __grapheme_count = __graphemes.size

  def unicode_normalize(form = :nfc)
    unless [:nfc, :nfd, :nfkc, :nfkd].include?(form)
      raise ArgumentError, "Invalid normalization form #{form}."
    end
    case encoding.name
    when "UTF-8" then __normalized(form.name)
    when "US-ASCII" then self
    when "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "GB18030"
      encode(Encoding::UTF_8).unicode_normalize(form).encode(encoding)
    else
      raise Encoding::CompatibilityError, "Unicode Normalization not appropriate for #{encoding}"
    end
  end

  def unicode_normalize!(form = :nfc) = replace(unicode_normalize(form))

  def unicode_normalized?(form = :nfc) = unicode_normalize(form) == self

  def each_byte
    return __enum(:each_byte, :bytesize) unless block_given?
    i = 0
    while i < bytesize
      yield getbyte(i)
      i += 1
    end
    self
  end

  def each_codepoint
    return __enum(:each_codepoint, :size) unless block_given?
    list = __codepoints
    i = 0
    while i < list.__size
      yield list.__at(i)
      i += 1
    end
    self
  end

  def lines(separator = __line_separator, chomp: false)
    list = empty? && !separator.nil? ? [] : __lines(separator.nil? ? nil : __to_str(separator), chomp)
    return list unless block_given?
    i = 0
    while i < list.__size
      yield list.__at(i)
      i += 1
    end
    self
  end

  def each_line(separator = __line_separator, chomp: false)
    unless block_given?
      return to_enum(:each_line, separator, chomp: chomp) if chomp
      return __enum(:each_line, nil, separator)
    end
    list = empty? && !separator.nil? ? [] : __lines(separator.nil? ? nil : __to_str(separator), chomp)
    i = 0
    while i < list.__size
      yield list.__at(i)
      i += 1
    end
    self
  end

  def split(separator = nil, limit = 0)
    if separator.nil?
      separator = $;
      __deprecated("$; is set to non-nil value") unless separator.nil?
    end
    if Regexp === separator
      list = __split_regexp(separator, __to_int(limit))
      return __each_part(list) { |part| yield part } if block_given?
      return list
    end
    unless separator.nil? || String === separator
      unless separator.respond_to?(:to_str)
        raise TypeError, "wrong argument type #{__describe(separator)} (expected Regexp)"
      end
      separator = __to_str(separator)
    end
    list = __split(separator, __to_int(limit))
    return list unless block_given?
    __each_part(list) { |part| yield part }
  end

  private def __each_part(list)
    i = 0
    while i < list.__size
      yield list.__at(i)
      i += 1
    end
    self
  end
end
