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

  def syswrite(text) = write(text)

  def write_nonblock(text) = write(text)

  def sync = @__sync || fileno == 2

  def sync=(value)
    @__sync = value ? true : false
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

  def gets(separator = (no_separator = true; $/), limit = nil, chomp: false)
    if limit.nil? && Integer === separator
      limit = separator
      separator = $/
    end
    __check_separator(separator)
    return $_ = "" if limit && limit == 0
    limit = nil if limit && limit < 0
    line = __next_line(separator, limit)
    $_ = line
    return nil if line.nil?
    __set_lineno(lineno + 1)
    return line unless chomp && separator
    line.chomp(separator.empty? ? "\n" : separator)
  end

  private def __check_separator(separator)
    __to_str(separator) unless separator.nil?
  end

  private def __set_lineno(number)
    @__lineno = number
    $. = number
  end

  private def __next_line(separator, limit)
    raise IOError, "not opened for reading" unless fileno == 0
    return __read_line if separator == "\n"
    if separator.nil?
      text = __read_all
      return text.empty? ? nil : text
    end
    text = String.new
    while (line = __read_line)
      text << line
      return text if separator.empty? ? line == "\n" : text.end_with?(separator)
    end
    text.empty? ? nil : text
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

  def read(length = nil)
    raise IOError, "not opened for reading" unless fileno == 0
    __read_all
  end

  def eof? = raise(NotImplementedError, "eof? is not supported yet")

  def each_char
    return to_enum(:each_char) unless block_given?
    read.each_char { |c| yield c }
    self
  end
end
