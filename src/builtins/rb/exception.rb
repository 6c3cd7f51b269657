# Exception and its subclasses: messages, causes, printing.

class Exception
  private def initialize(message = nil)
    __set_hidden(:__message, message)
  end

  def self.exception(*args, &block) = new(*args, &block)

  # Whether reports of uncaught exceptions go to a terminal.
  def self.to_tty? = $stderr.tty?

  def exception(message = (no_message = true; nil))
    return self if no_message || __same?(message, self)
    copy = clone
    copy.__send__(:__set_hidden, :__message, message)
    copy
  end

  def to_s
    message = __hidden(:__message)
    return self.class.to_s if message.nil?
    String === message ? message : message.to_s
  end

  def message = to_s

  def detailed_message(highlight: false, **options)
    text = message
    text = text.to_s unless String === text
    name = self.class.to_s
    if text.empty?
      name = "unhandled exception" if RuntimeError.equal?(self.class)
      return highlight ? "\e[1;4m#{name}\e[m" : name
    end
    lines = text.split("\n", -1)
    first = lines.shift
    unless highlight
      text = "#{first} (#{name})"
      lines.each { |line| text << "\n" << line }
      return text
    end
    text = "\e[1m#{first} (\e[1;4m#{name}\e[m\e[1m)\e[m"
    lines.each { |line| text << "\n" << (line.empty? ? "" : "\e[1m#{line}\e[m") }
    notes = __annotations
    notes.empty? ? text : text << "\n" << notes.chomp
  end

  def full_message(highlight: false, order: :top, **options)
    unless order.nil? || order == :top || order == :bottom
      raise ArgumentError, "expected :top or :bottom as order: #{order.inspect}"
    end
    unless highlight.nil? || highlight == true || highlight == false
      raise ArgumentError, "expected true or false as highlight: #{highlight.inspect}"
    end
    place = nil
    place = caller(0)[0].to_s.split(":in ")[0].to_s + ":in 'full_message'" if backtrace.nil?
    chain = [self]
    current = cause
    while current && !chain.include?(current)
      chain << current
      current = current.cause
    end
    reverse = order == :bottom
    text = reverse ? (highlight ? "\e[1mTraceback\e[m (most recent call last):\n" : "Traceback (most recent call last):\n") : ""
    chain.reverse! if reverse
    chain.each { |error| text << error.__report(highlight, reverse, place, options) }
    text
  end

  def __report(highlight, reverse, place, options)
    lines = backtrace
    shown = detailed_message(highlight: highlight, **options)
    lines = [place || $0.to_s] if lines.nil? || lines.empty?
    head = "#{lines[0]}: #{shown}"
    head << "\n" unless head.end_with?("\n")
    if reverse
      text = ""
      i = lines.size - 1
      while i > 0
        text << "\t#{i}: from #{lines[i]}\n"
        i -= 1
      end
      return text << head
    end
    i = 1
    while i < lines.size
      head << "\tfrom #{lines[i]}\n"
      i += 1
    end
    head
  end

  def inspect
    text = to_s
    name = self.class.to_s
    return name if text.empty?
    return "#<#{name}:#{text.inspect}>" if text.include?("\n")
    "#<#{name}: #{text}>"
  end

  def backtrace
    set = __hidden(:__backtrace)
    return set unless set.nil?
    __backtrace
  end

  def set_backtrace(lines)
    unless lines.nil?
      lines = [lines] if String === lines
      if Array === lines && lines.__size > 0 && lines.all? { |line| Thread::Backtrace::Location === line }
        __set_hidden(:__places, lines)
        lines = lines.map { |line| line.to_s }
      end
      good = Array === lines && lines.all? { |line| String === line }
      raise TypeError, "backtrace must be an Array of String or an Array of Thread::Backtrace::Location" unless good
    end
    __set_hidden(:__backtrace, lines)
    lines
  end

  def backtrace_locations
    return __hidden(:__places) unless __hidden(:__backtrace).nil?
    places = __locations
    places && places.map { |place| Thread::Backtrace::Location.new(*place) }
  end

  def cause = __hidden(:__cause)

  # What the error was made with; the machine's own have everything.
  private def __given(position, name)
    given = __hidden(:__given)
    raise ArgumentError, "no #{name} is available" if given && !given[position]
    __hidden(name)
  end

  def ==(other)
    return true if __same?(self, other)
    return false unless other.class == self.class
    message == other.message && backtrace == other.backtrace
  end
end

class Thread
end

class Thread::Backtrace
end

class Thread::Backtrace::Location
  private def initialize(path, line, label)
    @__path = path
    @__line = line
    @__label = label
  end

  def path = @__path

  def absolute_path = __absolute_path(@__path)

  def lineno = @__line

  def label = @__label

  def base_label
    text = @__label.split(" in ").last
    text.start_with?("<") ? text : text.split("#").last.split(".").last
  end

  def to_s = "#{@__path}:#{@__line}:in '#{@__label}'"

  def inspect = to_s.inspect
end

class SyntaxError
  def path = __hidden(:__path)
end

class LoadError
  def path = __hidden(:__path)
end

class KeyError
  private def initialize(message = nil, receiver: (no_receiver = true; nil), key: (no_key = true; nil))
    super(message)
    __set_hidden(:receiver, receiver) unless no_receiver
    __set_hidden(:key, key) unless no_key
    __set_hidden(:__given, [!no_receiver, !no_key])
  end

  def receiver = __given(0, :receiver)

  def key = __given(1, :key)
end

class NoMatchingPatternKeyError
  private def initialize(message = nil, matchee: (no_matchee = true; nil), key: (no_key = true; nil))
    super(message)
    __set_hidden(:matchee, matchee) unless no_matchee
    __set_hidden(:key, key) unless no_key
    __set_hidden(:__given, [!no_matchee, !no_key])
  end

  def matchee = __given(0, :matchee)

  def key = __given(1, :key)
end

class FrozenError
  # The message of one that the machine raised shows the receiver when somebody
  # asks.
  def to_s
    return super unless __hidden(:__message).nil? && __hidden(:__given).nil?
    object = __hidden(:receiver)
    kind = Class === object || object.__send__(:__singleton?) ? object.singleton_class.inspect : object.class
    text = "can't modify frozen #{kind}: #{__inspected(object)}"
    __set_hidden(:__message, text)
    text
  end

  private def initialize(message = nil, receiver: (no_receiver = true; nil))
    super(message)
    __set_hidden(:receiver, receiver) unless no_receiver
    __set_hidden(:__given, !no_receiver)
  end

  def receiver
    raise ArgumentError, "no receiver is available" if __hidden(:__given) == false
    __hidden(:receiver)
  end
end

class NameError
  private def initialize(message = nil, name = nil, receiver: (no_receiver = true; nil))
    super(message)
    __set_hidden(:name, name)
    __set_hidden(:receiver, receiver) unless no_receiver
    __set_hidden(:__given, !no_receiver)
  end

  def name = __hidden(:name)

  def receiver
    raise ArgumentError, "no receiver is available" if __hidden(:__given) == false
    __hidden(:receiver)
  end

  def local_variables = []
end

class NoMethodError
  private def initialize(message = nil, name = nil, args = nil, private_call = false, receiver: (no_receiver = true; nil))
    if no_receiver
      super(message, name)
    else
      super(message, name, receiver: receiver)
    end
    __set_hidden(:__args, args)
    __set_hidden(:__private_call, private_call)
  end

  def args = __hidden(:__args)

  def private_call? = __hidden(:__private_call) ? true : false
end

class LocalJumpError
  def exit_value = __hidden(:result)

  def reason = __hidden(:reason)
end

class UncaughtThrowError
  private def initialize(tag, value = nil, message = "uncaught throw %p")
    super(message)
    __set_hidden(:__tag, tag)
    __set_hidden(:__value, value)
  end

  def tag = __hidden(:__tag)

  def value = __hidden(:__value)

  def to_s
    text = __hidden(:__message)
    text.include?("%p") ? format(text, tag) : text
  end
end

class SystemExit
  private def initialize(status = (no_status = true; nil), message = (no_message = true; nil))
    if no_status
      status = 0
    elsif status == true
      status = 0
    elsif status == false
      status = 1
    elsif !(Integer === status)
      message = status
      no_message = false
      status = 0
    end
    super(no_message ? nil : message)
    @status = status
  end

  def status = @status || 0

  def success? = status == 0
end

class SignalException
  private def initialize(signal = undefined, message = undefined)
    raise ArgumentError, "wrong number of arguments (given 0, expected 1+)" if __undefined?(signal)
    number = Signal.__number(signal)
    name = Signal.signame(number)
    text = name ? "SIG#{name}" : "SIG#{number}"
    text = message if Integer === signal && !__undefined?(message)
    super(text)
    __set_hidden(:__signo, number)
  end

  def signo = __hidden(:__signo) || 2

  def signm = message
end

class Interrupt
  private def initialize(message = "Interrupt")
    __set_hidden(:__message, message)
  end
end

class SystemCallError
  # A number makes an exception of its own class.
  def self.new(*args)
    return super unless equal?(SystemCallError)
    number = args.__size == 1 ? args.__at(0) : args.__at(1)
    return super unless Integer === number
    known = Errno.__class_of(number)
    return super unless known
    args.__size == 1 ? known.new : known.new(args.__at(0), *args.__sub(2, args.__size))
  end

  def self.===(other)
    return super if equal?(SystemCallError) || !(SystemCallError === other)
    super || (Class === self && Errno.__number_of(self) && other.errno == Errno.__number_of(self) ? true : false)
  end

  private def initialize(message = nil, *rest)
    number = Errno.__number_of(self.class)
    unless number
      number = Integer === message ? message : rest.shift
      message = nil if Integer === message
    end
    place = rest.__at(0)
    text = number ? Errno.__text_of(number) || "Unknown error #{number}" : "unknown error"
    text = "#{text} @ #{place}" unless place.nil?
    super(message.nil? ? text : "#{text} - #{message}")
    __set_hidden(:__errno, number)
  end

  def errno = __hidden(:__errno)
end

module Errno
  def self.__class_of(number)
    case number
    when 2 then Errno::ENOENT
    when 13 then Errno::EACCES
    when 17 then Errno::EEXIST
    when 21 then Errno::EISDIR
    when 22 then Errno::EINVAL
    when 32 then Errno::EPIPE
    when 33 then Errno::EDOM
    end
  end

  def self.__number_of(kind)
    case kind.to_s
    when "Errno::ENOENT" then 2
    when "Errno::EACCES" then 13
    when "Errno::EEXIST" then 17
    when "Errno::EISDIR" then 21
    when "Errno::EINVAL" then 22
    when "Errno::EPIPE" then 32
    when "Errno::EDOM" then 33
    end
  end

  def self.__text_of(number)
    case number
    when 2 then "No such file or directory"
    when 13 then "Permission denied"
    when 17 then "File exists"
    when 21 then "Is a directory"
    when 22 then "Invalid argument"
    when 32 then "Broken pipe"
    when 33 then "Numerical argument out of domain"
    end
  end
end

class Errno::ENOENT < SystemCallError
end

class Errno::EACCES < SystemCallError
end

class Errno::EPIPE < SystemCallError
end

class Errno::EDOM < SystemCallError
end

class Errno::EISDIR < SystemCallError
end

class Errno::EEXIST < SystemCallError
end

class Errno::EINVAL < SystemCallError
end
