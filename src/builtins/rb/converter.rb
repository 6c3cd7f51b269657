# Conversions that go on over several texts.

class Encoding::Converter
  def self.asciicompat_encoding(name)
    encoding = __encoding(name)
    return nil unless Encoding === encoding
    return Encoding::STATELESS_ISO_2022_JP if encoding == Encoding::ISO_2022_JP
    encoding.name.start_with?("UTF-16", "UTF-32") ? Encoding::UTF_8 : nil
  end

  def self.search_convpath(source, destination, **options) = new(source, destination, **options).convpath

  # Options from flags.
  def self.__flags(flags)
    plan = {}
    plan[:invalid] = :replace if flags & INVALID_MASK == INVALID_REPLACE
    plan[:undef] = :replace if flags & UNDEF_MASK == UNDEF_REPLACE
    plan[:undef] = :xml if flags & UNDEF_MASK == UNDEF_HEX_CHARREF
    plan[:newline] = :universal if flags & UNIVERSAL_NEWLINE_DECORATOR != 0
    plan[:newline] = :crlf if flags & CRLF_NEWLINE_DECORATOR != 0
    plan[:newline] = :cr if flags & CR_NEWLINE_DECORATOR != 0
    plan[:newline] = :lf if flags & LF_NEWLINE_DECORATOR != 0
    plan[:xml] = :text if flags & XML_TEXT_DECORATOR != 0
    plan[:xml] = :attr if flags & XML_ATTR_CONTENT_DECORATOR != 0
    plan
  end

  def source_encoding = @__source_encoding

  def destination_encoding = @__destination_encoding

  def last_error = @__last_error

  private def initialize(source, destination = nil, flags = nil, **options)
    source, destination, options = __read_path(source) if Array === source
    flags = __to_int(flags) unless flags.nil?
    @__plan = flags ? Encoding::Converter.__flags(flags) : Encoding::Converter.__plan(options) || {}
    @__source_encoding = __given(source)
    @__destination_encoding = __given(destination)
    if @__source_encoding && @__destination_encoding
      Encoding::Converter.__check(@__source_encoding, @__destination_encoding)
    end
    @__rest = "".b
    @__state = [:source_buffer_empty, nil, nil, nil, nil]
  end

  def convpath
    path = []
    if @__source_encoding && @__destination_encoding
      names = Encoding::Converter.__path(@__source_encoding, @__destination_encoding)
      path = names.each_cons(2).map { |pair| pair.map { |name| Encoding.find(name) } }
    end
    path << "#{@__plan[:newline]}_newline" if @__plan[:newline]
    path << "xml_#{@__plan[:xml]}_escape" if @__plan[:xml]
    path
  end

  def replacement
    @__plan[:replace] || (@__destination_encoding.__unicode? ? "\uFFFD" : "?".encode(Encoding::US_ASCII))
  end

  def replacement=(text)
    @__plan[:replace] = __to_str(text)
  end

  def convert(text)
    result = String.new(encoding: @__destination_encoding || text.encoding)
    problem = __advance(__to_str(text), result, true)
    raise @__last_error if problem
    result
  end

  def finish
    result = String.new(encoding: @__destination_encoding)
    problem = __advance("", result, false)
    raise @__last_error if problem
    result
  end

  def primitive_convert(source, destination, offset = nil, size = nil, options = nil, **names)
    partial = __partial?(options, names)
    encoding = @__destination_encoding
    destination.clear if destination.empty?
    destination.force_encoding(encoding) if encoding
    destination.replace(destination.byteslice(0, __to_int(offset))) unless offset.nil?
    made = String.new(encoding: encoding)
    made.append_as_bytes(@__made) if @__made
    @__made = nil
    kind = __advance(source || "", made, partial)
    source.replace(@__back || "") if source
    @__back = nil
    unless size.nil? || made.bytesize <= size
      @__made = made.byteslice(size, made.bytesize)
      made = made.byteslice(0, size)
      kind = :destination_buffer_full
    end
    destination.append_as_bytes(made)
    kind || (partial ? :source_buffer_empty : :finished)
  end

  def primitive_errinfo = @__state

  def putback(count = nil)
    bytes = @__rest
    count = count.nil? ? bytes.bytesize : [__to_int(count), bytes.bytesize].min
    back = bytes.byteslice(bytes.bytesize - count, count)
    @__rest = bytes.byteslice(0, bytes.bytesize - count)
    back.force_encoding(@__source_encoding)
  end

  def insert_output(text)
    @__made = String.new(encoding: @__destination_encoding)
    Encoding::Converter.__insert(@__made, __to_str(text), @__destination_encoding)
    nil
  end

  def ==(other)
    Encoding::Converter === other && convpath == other.convpath && @__plan == other.__plan
  end

  def __plan = @__plan

  def inspect
    "#<Encoding::Converter: #{@__source_encoding} to #{@__destination_encoding}>"
  end

  # Source, destination and options of a path of conversions.
  private def __read_path(path)
    pairs = path.select { |step| Array === step }
    names = path.reject { |step| Array === step }
    options = {}
    names.each { |name| options[name.to_sym] = true }
    [pairs.first&.first, pairs.last&.last, options]
  end

  private def __given(name)
    return nil if String === name && name.empty?
    Encoding::Converter.__encoding(name)
  end

  private def __partial?(options, names)
    return options & PARTIAL_INPUT != 0 if Integer === options
    names[:partial_input] || Hash === options && options[:partial_input]
  end

  # Appends what can be made of the bytes left over and a text; the name of the
  # trouble that stopped it, or nil.
  private def __advance(text, result, partial)
    input = @__rest + text.b
    @__rest = "".b
    @__last_error = nil
    @__state = [partial ? :source_buffer_empty : :finished, nil, nil, nil, nil]
    from = @__source_encoding
    input.force_encoding(from || text.encoding)
    if partial && [:universal, :lf].include?(@__plan[:newline]) && input.end_with?("\r")
      # A line break may follow.
      @__rest = "\r".b
      input = input.byteslice(0, input.bytesize - 1)
    end
    input = input.__decorated(@__plan)
    return result.append_as_bytes(input) && nil if from.nil? || from == @__destination_encoding
    at = 0
    while problem = input.__transcode(from, @__destination_encoding, at, result)
      if problem.__at(0) == 1 && partial
        @__rest = input.byteslice(problem.__at(1), problem.__at(2)).b + @__rest
        return nil
      end
      at = problem.__at(1) + problem.__at(2)
      next if __solved?(problem, input, result)
      return __stop(problem, input, at)
    end
    nil
  end

  private def __solved?(problem, input, result)
    return false unless @__plan[problem.__at(0) < 2 ? :invalid : :undef]
    Encoding::Converter.__solve(problem, input, @__destination_encoding, @__plan, result)
    true
  end

  # Keeps what is known of a trouble.
  private def __stop(problem, input, at)
    @__last_error = Encoding::Converter.__error_of(problem, input, @__destination_encoding)
    again = input.byteslice(at, problem.__at(3)).b
    bytes = problem.__at(4) ? [problem.__at(4)].pack("U").b : input.byteslice(problem.__at(1), problem.__at(2)).b
    kind = [:invalid_byte_sequence, :incomplete_input, :undefined_conversion].__at(problem.__at(0))
    error = @__last_error
    @__state = [kind, error.source_encoding_name, error.destination_encoding_name, bytes, again]
    @__rest = again
    @__back = input.byteslice(at + again.bytesize, input.bytesize)
    kind
  end
end
