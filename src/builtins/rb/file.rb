# File: a text that is read like a file. DATA is one.

class File < IO
  def self.__over(text, position, name) = allocate.__setup(text, position, name)

  # A file opened for reading.
  def self.__reading(name)
    text = __file_text(name)
    raise Errno::ENOENT.new(name, "rb_sysopen") if text.nil?
    allocate.__setup(text, 0, name)
  end

  def __setup(text, position, name)
    @__text = text
    @__position = position
    @__name = name
    @__closed = false
    self
  end

  def path = @__name

  def to_path = @__name

  def inspect = "#<File:#{@__name}#{@__closed ? " (closed)" : ""}>"

  def fileno = raise(NotImplementedError, "fileno of this file is not supported yet")

  def tty? = false

  def flush = self

  def write(*items) = raise(IOError, @__closed ? "closed stream" : "not opened for writing")

  def close
    @__closed = true
    nil
  end

  def closed? = @__closed

  private def __open
    raise IOError, "closed stream" if @__closed
  end

  def pos
    __open
    @__position
  end

  def tell = pos

  def pos=(position)
    __open
    position = __to_int(position)
    raise Errno::EINVAL, @__name if position < 0
    @__position = position
  end

  def seek(offset, whence = 0)
    case whence
    when 0, :SET then self.pos = offset
    when 1, :CUR then self.pos = @__position + offset
    when 2, :END then self.pos = @__text.bytesize + offset
    else raise Errno::EINVAL, @__name
    end
    0
  end

  def rewind
    self.pos = 0
    @__lineno = 0
    0
  end

  def lineno=(number)
    __set_lineno(__to_int(number))
  end

  def size = @__text.bytesize

  def eof?
    __open
    @__position >= @__text.bytesize
  end

  private def __take(count)
    text = @__text.byteslice(@__position, count)
    return nil if text.nil?
    @__position += text.bytesize
    text
  end

  def read(length = nil, buffer = nil)
    __open
    if length.nil?
      text = eof? ? "" : __take(@__text.bytesize - @__position)
    else
      length = __to_int(length)
      raise ArgumentError, "negative length #{length} given" if length < 0
      return "" if length == 0
      text = eof? ? nil : __take(length).force_encoding(Encoding::BINARY)
    end
    return text if buffer.nil?
    buffer.replace(text || "")
    text && buffer
  end

  def getc
    __open
    return nil if eof?
    c = @__text.byteslice(@__position, 4)[0]
    @__position += c.bytesize
    c
  end

  def getbyte
    __open
    return nil if eof?
    byte = @__text.getbyte(@__position)
    @__position += 1
    byte
  end

  def ungetc(c)
    __open
    @__position -= c.bytesize
    nil
  end

  private def __next_line(separator, limit)
    __open
    return nil if eof?
    if separator.nil?
      return __take(limit || @__text.bytesize - @__position)
    end
    paragraph = separator.empty?
    if paragraph
      @__position += 1 while @__text.getbyte(@__position) == 10
      return nil if eof?
      separator = "\n\n"
    end
    at = @__text.byteindex(separator, @__position)
    count = at ? at + separator.bytesize - @__position : @__text.bytesize - @__position
    count = __whole(limit) if limit && limit < count
    line = __take(count)
    if paragraph
      @__position += 1 while @__text.getbyte(@__position) == 10
    end
    line
  end

  # At least so many bytes, and whole characters.
  private def __whole(count)
    count += 1 until @__text.byteslice(@__position, count).valid_encoding?
    count
  end
end
