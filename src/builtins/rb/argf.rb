# ARGF: the files that ARGV names, one after the other, or standard input.
#
# The engine knows this class by this name when it makes ARGF; programs see it
# as `ARGF.class`.

class ArgumentFiles
  include Enumerable

  def argv = $*

  def to_s = "ARGF"

  def inspect = "ARGF"

  # The stream that is read, the next one if none is; nil when all are read.
  private def __stream
    if @__state.nil?
      @__state = argv.empty? ? :input : :next
    elsif @__state == :input && !argv.empty?
      @__state = :next
    end
    if @__state == :input
      @__name = "-"
      @__current = $stdin
    elsif @__state == :next
      return nil if argv.empty?
      @__name = argv.shift
      @__current = @__name == "-" ? $stdin : File.__reading(@__name)
      @__state = :reading
    end
    @__current
  end

  # The stream that was read last, or the first.
  private def __last
    stream = __stream
    return stream unless stream.nil?
    @__current || $stdin
  end

  # Goes on to the next file; nil if there is none.
  private def __advance
    return nil if @__state == :input
    @__current.close unless @__name == "-"
    @__state = :next
    __stream
  end

  # What the block gives for the first stream that has something left.
  private def __first
    stream = __stream
    until stream.nil?
      found = yield stream
      return found unless found.nil?
      stream = __advance
    end
    nil
  end

  private def __end = raise(EOFError, "end of file reached")

  def filename
    __stream
    @__name || "-"
  end

  def path = filename

  def file = __last

  def to_io = __last

  def to_write_io = raise(IOError, "not opened for writing")

  def fileno
    stream = __stream
    raise ArgumentError, "no stream" if stream.nil?
    stream.fileno
  end

  def to_i = fileno

  def lineno = @__lineno || 0

  def lineno=(number)
    $. = @__lineno = __to_int(number)
  end

  def eof?
    __stream if @__state.nil?
    raise IOError, "ARGF is not opened for reading" if @__current.nil?
    @__current.eof?
  end

  def eof = eof?

  def pos = __open_stream.pos

  def tell = pos

  def pos=(position)
    __open_stream.pos = position
  end

  def seek(offset, whence = 0) = __open_stream.seek(offset, whence)

  def rewind
    stream = __open_stream
    passed = stream.lineno
    stream.rewind
    @__lineno = lineno - passed
    0
  end

  private def __open_stream
    stream = __stream
    raise ArgumentError, "no stream" if stream.nil?
    stream
  end

  def close
    stream = __stream
    unless stream.nil?
      stream.close unless @__name == "-"
      @__state = :next unless @__state == :input
    end
    @__lineno = 0
    self
  end

  def closed?
    stream = __stream
    stream.nil? || stream.closed?
  end

  def skip
    __advance_silently if @__state == :reading
    self
  end

  private def __advance_silently
    @__current.close unless @__name == "-"
    @__state = :next
  end

  def binmode = self

  def binmode? = false

  def external_encoding = __last.external_encoding

  def internal_encoding = __last.internal_encoding

  def gets(*args, **options)
    $_ = __next_line(args, options)
  end

  private def __next_line(args, options)
    if args.__size == 1 && args.__at(0).nil?
      return __first { |stream| __counted(stream.eof? ? nil : stream.gets(nil, **options)) }
    end
    __first { |stream| __counted(stream.gets(*args, **options)) }
  end

  private def __counted(line)
    return nil if line.nil?
    $. = @__lineno = lineno + 1
    line
  end

  def readline(*args, **options) = gets(*args, **options) || __end

  def readlines(*args, **options)
    list = []
    while (line = __next_line(args, options))
      list << line
    end
    # What follows begins anew.
    @__state = nil
    list
  end

  def to_a(*args, **options) = readlines(*args, **options)

  def each_line(*args, **options)
    return to_enum(:each_line, *args, **options) unless block_given?
    while (line = __next_line(args, options))
      yield line
    end
    self
  end

  def each(*args, **options)
    return to_enum(:each, *args, **options) unless block_given?
    while (line = __next_line(args, options))
      yield line
    end
    self
  end

  def read(length = nil, buffer = nil)
    return nil if @__state == :next && argv.empty?
    text = +""
    wanted = length.nil? ? nil : __to_int(length)
    stream = __stream
    until stream.nil?
      part = stream.read(wanted)
      text << part unless part.nil?
      if wanted
        wanted -= part.bytesize unless part.nil?
        break if wanted == 0
      end
      stream = __advance
    end
    return text if buffer.nil?
    buffer.replace(text)
  end

  def readpartial(length, buffer = nil)
    text = __first { |stream| stream.eof? ? nil : stream.read(length) }
    __end if text.nil?
    return text if buffer.nil?
    buffer.replace(text)
  end

  def getc = __first { |stream| stream.getc }

  def getbyte = __first { |stream| stream.getbyte }

  def readchar = getc || __end

  def readbyte = getbyte || __end

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

  def each_codepoint
    return to_enum(:each_codepoint) unless block_given?
    while (c = getc)
      yield c.ord
    end
    self
  end
end

module Kernel
  private def gets(*args, **options) = $_ = $<.gets(*args, **options)

  private def readline(*args, **options) = $_ = $<.readline(*args, **options)

  private def readlines(*args, **options) = $<.readlines(*args, **options)

  # `trace_var`: the newest command comes first.
  private def trace_var(name, command = (none = true; nil), &block)
    return untrace_var(name) if command.nil? && !none
    command = block if none
    raise ArgumentError, "tried to create Proc object without a block" if command.nil?
    __global_traces(name).unshift(command)
    nil
  end

  private def untrace_var(name, command = (all = true; nil))
    list = __global_traces(name)
    unless list.__size > 0 || global_variables.include?(name.to_sym)
      raise NameError.new("undefined global variable #{name}", name.to_sym)
    end
    if all
      commands = list.dup
      list.clear
      return commands
    end
    count = list.__size
    list.delete_if { |traced| __same?(traced, command) }
    list.__size < count ? [command] : nil
  end

  # What the machine calls when a traced variable was set.
  private def __run_traces(commands, value)
    return unless __guard_enter(:trace_var, commands)
    begin
      commands.dup.each { |command| String === command ? TOPLEVEL_BINDING.eval(command) : command.call(value) }
    ensure
      __guard_leave(:trace_var, commands)
    end
  end

  # The line separator, which is told of if a program set it.
  private def __line_separator
    __deprecated("$/ is set to non-default value") unless $/ == "\n"
    $/
  end
end
