# Conversion of strings: `encode`, its options, what converters share.

class String
  def encode(target = (no_target = true; nil), source = nil, **options)
    __encoded(no_target, target, source, options)
  end

  def encode!(target = (no_target = true; nil), source = nil, **options)
    __frozen_check
    replace(__encoded(no_target, target, source, options))
  end

  private def __encoded(no_target, target, source, options)
    plan = Encoding::Converter.__plan(options)
    if no_target
      target = Encoding.default_internal
      return __copy if target.nil? && plan.nil?
      target = encoding if target.nil?
    end
    from = source.nil? ? encoding : Encoding::Converter.__encoding(source)
    to = Encoding::Converter.__encoding(target)
    copy = __copy
    copy.force_encoding(from) if Encoding === from
    return copy.__converted(from, to, plan || {}) if plan && (plan[:xml] || plan[:newline])
    if from == to
      copy = copy.scrub(*options[:replace]) if plan && plan[:invalid] && Encoding === from
      return no_target || source.nil? ? copy.force_encoding(encoding) : copy
    end
    if Encoding === from && Encoding === to && from.ascii_compatible? && to.ascii_compatible? && copy.ascii_only?
      return copy.force_encoding(to)
    end
    copy.__converted(from, to, plan || {})
  end

  # The text in another encoding; the encodings may be names that nothing has.
  def __converted(from, to, plan)
    Encoding::Converter.__check(from, to) unless from == to
    text = self
    if plan[:xml] || plan[:newline]
      text = text.__converted(from, Encoding::UTF_8, {}) unless from.ascii_compatible?
      text = text.__decorated(plan)
    end
    result = String.new(encoding: to)
    plan[:xml] == :attr && Encoding::Converter.__insert(result, "\"", to)
    Encoding::Converter.__run(text, 0, to, plan, result)
    plan[:xml] == :attr && Encoding::Converter.__insert(result, "\"", to)
    result
  end

  # With markup and line ends as the options say; the bytes in question are
  # never parts of other characters.
  def __decorated(plan)
    text = b
    if plan[:xml]
      text = text.gsub("&", "&amp;").gsub("<", "&lt;").gsub(">", "&gt;")
      text = text.gsub("\"", "&quot;") if plan[:xml] == :attr
    end
    case plan[:newline]
    when :universal, :lf then text = text.gsub("\r\n", "\n").gsub("\r", "\n")
    when :crlf then text = text.gsub("\n", "\r\n")
    when :cr then text = text.gsub("\n", "\r")
    end
    text.force_encoding(encoding)
  end
end

class Encoding::Converter
  # What the options ask for; nil if nothing.
  def self.__plan(options)
    return nil if options.empty?
    plan = {}
    __plan_replacements(options, plan)
    newline = __newline(options)
    plan[:newline] = newline if newline
    xml = options[:xml]
    unless xml.nil?
      unless xml == :text || xml == :attr
        raise ArgumentError, "unexpected value for xml option: #{Symbol === xml ? xml : xml.inspect}"
      end
      plan[:xml] = xml
      plan[:undef] = :xml
    end
    plan.empty? ? nil : plan
  end

  def self.__plan_replacements(options, plan)
    invalid = options[:invalid]
    raise ArgumentError, "unknown value for invalid character option" unless invalid.nil? || invalid == :replace
    undefined = options[:undef]
    raise ArgumentError, "unknown value for undefined character option" unless undefined.nil? || undefined == :replace
    plan[:invalid] = :replace if invalid
    plan[:undef] = :replace if undefined
    replacement = options[:replace]
    plan[:replace] = __to_str(replacement) unless replacement.nil?
    plan[:fallback] = options[:fallback] unless options[:fallback].nil? || undefined
  end

  def self.__newline(options)
    newline = options[:newline]
    unless newline.nil?
      raise ArgumentError, "unexpected value for newline option" unless Symbol === newline
      return newline if [:universal, :crlf, :cr, :lf].include?(newline)
      raise ArgumentError, "unexpected value for newline option: #{newline}"
    end
    chosen = [:universal, :crlf, :cr, :lf].select { |name| options[:"#{name}_newline"] }
    return chosen[0] if chosen.size < 2
    names = chosen.map { |name| "#{name}_newline" }
    raise Encoding::ConverterNotFoundError, "code converter not found (#{names.join(",")})"
  end

  # An Encoding, or the name of none.
  def self.__encoding(value)
    return value if Encoding === value
    name = __to_str(value)
    Encoding.__lookup(name) || name
  end

  def self.__check(from, to)
    return if Encoding === from && Encoding === to && from.__convertible? && to.__convertible?
    raise Encoding::ConverterNotFoundError, "code converter not found (#{from} to #{to})"
  end

  # Appends all of a text from a byte on; returns nil.
  def self.__run(text, at, to, plan, result)
    from = text.encoding
    if from == to
      result << text.byteslice(at, text.bytesize)
      return nil
    end
    while problem = text.__transcode(from, to, at, result)
      __solve(problem, text, to, plan, result)
      at = problem.__at(1) + problem.__at(2)
    end
    nil
  end

  # Puts what the plan has for a problem, or raises.
  def self.__solve(problem, text, to, plan, result)
    if problem.__at(0) < 2
      return __replace(result, to, plan) if plan[:invalid]
    elsif plan[:fallback]
      return if __fall_back(problem, text, to, plan[:fallback], result)
    elsif plan[:undef] == :replace
      return __replace(result, to, plan)
    elsif plan[:undef] && problem.__at(4)
      return __insert(result, "&#x#{problem.__at(4).to_s(16).upcase};", to)
    end
    raise __error_of(problem, text, to)
  end

  def self.__replace(result, to, plan)
    filler = plan[:replace]
    return __insert(result, to.__unicode? ? "\uFFFD" : "?", to) if filler.nil?
    return if __insert(result, filler, to)
    raise Encoding::ConverterNotFoundError, "code converter not found (#{filler.encoding} to #{to})"
  end

  # Appends a text in another encoding; nil if it cannot be said in it.
  def self.__insert(result, text, to)
    from = text.encoding
    if from == to || to.ascii_compatible? && from.ascii_compatible? && text.ascii_only?
      result.append_as_bytes(text)
    else
      copy = String.new(encoding: to)
      return nil if text.__transcode(from, to, 0, copy)
      result.append_as_bytes(copy)
    end
    result
  end

  def self.__fall_back(problem, text, to, fallback, result)
    char = __char_of(problem, text)
    found = case fallback
            when Hash then fallback[char]
            when Proc, Method then fallback.call(char)
            else fallback.respond_to?(:[]) ? fallback[char] : nil
            end
    return false if found.nil?
    return true if __insert(result, __to_str(found), to)
    raise ArgumentError, "too big fallback string"
  end

  # The character in question, in Unicode if that is known.
  def self.__char_of(problem, text)
    code = problem.__at(4)
    return code.chr(Encoding::UTF_8) if code
    text.byteslice(problem.__at(1), problem.__at(2)).force_encoding(text.encoding)
  end

  # The names of the encodings on the way from one to another.
  def self.__path(from, to)
    names = [from.__conversion_name, to.__conversion_name]
    direct = names.include?("UTF-8") || names.sort == ["EUC-JP", "Shift_JIS"]
    direct ? names : [names.__at(0), "UTF-8", names.__at(1)]
  end

  # Two bytes are shown as `"\xE3\x81"`.
  def self.__shown(bytes) = bytes.b.inspect

  def self.__error_of(problem, text, to)
    from = text.encoding
    path = __path(from, to)
    bytes = text.byteslice(problem.__at(1), problem.__at(2)).b
    kind = problem.__at(0)
    # Known characters fail on the last step, unknown bytes on the first.
    step = problem.__at(4) ? path[-2, 2] : path[0, 2]
    values = {
      source_encoding: Encoding.find(step.__at(0)), destination_encoding: Encoding.find(step.__at(1)),
      source_encoding_name: step.__at(0), destination_encoding_name: step.__at(1)
    }
    return __invalid(problem, text, bytes, from, values) if kind < 2
    code = problem.__at(4)
    shown = code ? "U+#{code.to_s(16).upcase.rjust(4, "0")}" : __shown(bytes)
    values[:error_char] = __char_of(problem, text)
    message = if step == [from.name, to.name]
                "#{shown} from #{from.name} to #{to.name}"
              else
                "#{shown} to #{step.__at(1)} in conversion from #{from.name} to #{path.drop(1).join(" to ")}"
              end
    Encoding.__error(:UndefinedConversionError, message, values)
  end

  def self.__invalid(problem, text, bytes, from, values)
    again = text.byteslice(problem.__at(1) + problem.__at(2), problem.__at(3)).b
    incomplete = problem.__at(0) == 1
    message = "#{__shown(bytes)} on #{from.name}"
    message = "incomplete #{message}" if incomplete
    message = "#{__shown(bytes)} followed by #{__shown(again)} on #{from.name}" unless again.empty?
    values[:error_bytes] = bytes
    values[:readagain_bytes] = again.empty? ? nil : again
    values[:incomplete_input] = incomplete
    Encoding.__error(:InvalidByteSequenceError, message, values)
  end
end
