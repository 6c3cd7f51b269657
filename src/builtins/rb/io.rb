# IO: the standard streams, and printing to whatever has `write`.

module Kernel
  # Writes what `puts` prints to self, which has `write`.
  private def __put_lines(items)
    write("\n") if items.__size == 0
    i = 0
    while i < items.__size
      __put_line(items.__at(i))
      i += 1
    end
    nil
  end

  private def __put_line(item)
    if String === item
      write(item)
      write("\n") unless item.end_with?("\n")
      return
    end
    list = __check_ary(item)
    if list
      unless __guard_enter(:puts, list)
        write("[...]\n")
        return
      end
      begin
        i = 0
        while i < list.__size
          __put_line(list.__at(i))
          i += 1
        end
      ensure
        __guard_leave(:puts, list)
      end
      return
    end
    text = __text(item)
    write(text.end_with?("\n") ? text : text + "\n")
  end

  private def __text(item)
    text = item.to_s
    String === text ? text : item.__send__(:__any_to_s)
  end

  # Writes what `print` prints to self, which has `write`.
  private def __print_items(items)
    separator = $,
    __deprecated("$, is set to non-nil value") if separator && items.__size > 1
    i = 0
    while i < items.__size
      write(separator) if i > 0 && separator
      write(items.__at(i))
      i += 1
    end
    write($\) if $\
    nil
  end
end

class IO
  include Enumerable

  def puts(*items)
    primitive :io_puts
    __put_lines(items)
  end

  def write(*items)
    primitive :io_write
    total = 0
    i = 0
    while i < items.__size
      total += __write(__text(items.__at(i)))
      i += 1
    end
    total
  end

  private def __write(text)
    primitive :io_write
    __write(text)
  end

  def print(*items) = __print_items(items.__size == 0 ? [$_] : items)

  def <<(item)
    write(item)
    self
  end

  def p(*items)
    i = 0
    while i < items.__size
      write(items.__at(i).inspect + "\n")
      i += 1
    end
    items.__size < 2 ? items.__at(0) : items
  end

  def printf(template, *args)
    write(format(template, *args))
    nil
  end

  def putc(item)
    write(String === item ? item[0] : (__to_int(item) & 0xff).chr)
    item
  end

  def fileno
    primitive :io_fileno
    fileno
  end

  def to_i = fileno

  def flush
    primitive :io_flush
    flush
  end

  def tty?
    primitive :io_tty
    tty?
  end

  def isatty = tty?

  def syswrite(text)
    size = write(text)
    flush
    size
  end

  def write_nonblock(text) = write(text)

  def sync = @__sync || fileno == 2

  def sync=(value)
    @__sync = value ? true : false
    __set_sync(@__sync)
  end

  private def __set_sync(value)
    primitive :io_set_sync
    __set_sync(value)
  end

  def fsync = 0

  def close = nil

  def closed? = false

  def external_encoding = fileno == 0 ? Encoding::UTF_8 : nil

  def internal_encoding = nil

  def set_encoding(*names) = self

  def binmode = self

  def inspect = "#<IO:<#{["STDIN", "STDOUT", "STDERR"][fileno]}>>"

  def lineno = @__lineno || 0

  def gets(separator = __line_separator, limit = nil, chomp: false)
    if limit.nil? && Integer === separator
      limit = separator
      separator = __line_separator
    end
    __check_separator(separator)
    return $_ = "" if limit && limit == 0
    limit = nil if limit && limit < 0
    line = __next_line(separator, limit)
    $_ = line
    return nil if line.nil?
    __set_lineno(lineno + 1)
    return line unless chomp && separator
    line.chomp(separator)
  end

  private def __check_separator(separator)
    __to_str(separator) unless separator.nil?
  end

  private def __set_lineno(number)
    @__lineno = number
    $. = number
  end

  # Standard input is read a line at a time; what was not given out yet waits.
  private def __take_line
    raise IOError, "not opened for reading" unless fileno == 0
    line = @__waiting
    return __read_line if line.nil?
    @__waiting = nil
    line
  end

  # Whether something waits.
  private def __fill
    @__waiting = __take_line
    !@__waiting.nil?
  end

  # The first bytes or characters of what waits.
  private def __split_waiting(part)
    rest = @__waiting.byteslice(part.bytesize, @__waiting.bytesize)
    @__waiting = rest.empty? ? nil : rest
    part
  end

  private def __next_line(separator, limit)
    return __take_line if separator == "\n" && limit.nil?
    if separator.nil?
      text = read(limit)
      return text.nil? || text.empty? ? nil : text
    end
    paragraph = separator.empty?
    separator = "\n\n" if paragraph
    text = String.new
    while (line = __take_line)
      next if paragraph && text.empty? && line == "\n"
      text << line
      at = text.byteindex(separator)
      if at
        rest = text.byteslice(at + separator.bytesize, text.bytesize)
        @__waiting = rest unless rest.empty?
        text = text.byteslice(0, at + separator.bytesize)
        break
      end
      break if limit && text.bytesize >= limit
    end
    if paragraph && text.end_with?("\n\n")
      @__waiting = nil while __fill && @__waiting == "\n"
    end
    return nil if text.empty?
    limit && text.bytesize > limit ? __shorten(text, limit) : text
  end

  # At least so many bytes of a text, in whole characters; the rest waits.
  private def __shorten(text, count)
    count += 1 until text.byteslice(0, count).valid_encoding? || count >= text.bytesize
    rest = text.byteslice(count, text.bytesize)
    @__waiting = rest + @__waiting.to_s unless rest.empty?
    text.byteslice(0, count)
  end

  def readline(*args, **options) = gets(*args, **options) || raise(EOFError, "end of file reached")

  def readlines(*args, **options)
    list = []
    while (line = gets(*args, **options))
      list << line
    end
    list
  end

  def each_line(*args, **options)
    return to_enum(:each_line, *args, **options) unless block_given?
    while (line = gets(*args, **options))
      yield line
    end
    self
  end

  def each(*args, **options)
    return to_enum(:each, *args, **options) unless block_given?
    while (line = gets(*args, **options))
      yield line
    end
    self
  end

  def read(length = nil, buffer = nil)
    raise IOError, "not opened for reading" unless fileno == 0
    if length.nil?
      text = @__waiting.to_s + __read_all
      @__waiting = nil
    else
      text = __read_bytes(__to_int(length))
    end
    return text if buffer.nil?
    buffer.replace(text || "")
    text && buffer
  end

  private def __read_bytes(length)
    raise ArgumentError, "negative length #{length} given" if length < 0
    return "" if length == 0
    text = String.new
    while text.bytesize < length && __fill
      text << __split_waiting(@__waiting.byteslice(0, length - text.bytesize)).b
    end
    text.empty? ? nil : text
  end

  def readpartial(length) = read(length) || raise(EOFError, "end of file reached")

  def eof? = !__fill

  def eof = eof?

  def getc = __fill ? __split_waiting(@__waiting[0]) : nil

  def getbyte = __fill ? __split_waiting(@__waiting.byteslice(0, 1)).getbyte(0) : nil

  def readchar = getc || raise(EOFError, "end of file reached")

  def readbyte = getbyte || raise(EOFError, "end of file reached")

  def ungetc(c)
    @__waiting = (Integer === c ? c.chr : c) + @__waiting.to_s
    nil
  end

  def each_char
    return to_enum(:each_char) unless block_given?
    while (c = getc)
      yield c
    end
    self
  end

  def each_byte
    return to_enum(:each_byte) unless block_given?
    while (byte = getbyte)
      yield byte
    end
    self
  end
end
