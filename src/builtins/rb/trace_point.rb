# TracePoint: what a program is told about itself.

class TracePoint
  def self.new(*events, &block)
    raise ArgumentError, "must be called with a block" unless block
    allocate.__setup(events, block)
  end

  def self.trace(*events, &block)
    point = new(*events, &block)
    point.enable
    point
  end

  def __setup(events, block)
    names = events.map do |event|
      name = Symbol === event ? event : __to_str(event).to_sym
      name = :c_call if name == :a_call
      raise ArgumentError, "unknown event: #{name}" unless __known?(name)
      name
    end
    @__names = names
    @__block = block
    self
  end

  def enable(target: nil, target_line: nil, target_thread: nil)
    before = enabled?
    if before
      raise ArgumentError, "can't nest" if target
      return before unless block_given?
      return yield
    end
    __enable(@__names, @__block, target, target_line)
    return before unless block_given?
    begin
      yield
    ensure
      __disable
    end
  end

  def disable
    before = enabled?
    __disable
    return before unless block_given?
    begin
      yield
    ensure
      __enable(@__names, @__block, nil, nil) if before
    end
  end

  private def __part(index)
    parts = __hidden(:__event)
    raise RuntimeError, "access from outside" if parts.nil?
    parts.__at(index)
  end

  def event = __part(0)

  def lineno = __part(1)

  def path = __part(2)

  def method_id = __part(3)

  def callee_id = __part(4)

  def defined_class = __part(5)

  def self
    __part(6)
  end

  def return_value
    case __part(0)
    when :return, :b_return, :c_return then __part(7)
    else raise RuntimeError, "not supported by this event"
    end
  end

  def raised_exception
    raise RuntimeError, "not supported by this event" unless __part(0) == :raise
    __part(7)
  end

  def binding
    return nil if __part(0) == :c_call || __part(0) == :c_return
    __binding
  end

  def parameters
    case __part(0)
    when :call, :return, :c_call, :c_return then __parameters(true)
    when :b_call, :b_return then __parameters(false)
    else raise RuntimeError, "not supported by this event"
    end
  end

  def inspect
    parts = __hidden(:__event)
    return "#<TracePoint:#{enabled? ? "enabled" : "disabled"}>" if parts.nil?
    place = "#{path}:#{lineno}"
    case event
    when :line then "#<TracePoint:line #{place}>"
    when :call, :c_call, :return, :c_return then "#<TracePoint:#{event} '#{method_id}' #{place}>"
    else "#<TracePoint:#{event} #{place}>"
    end
  end

  # Starts to tell the function of `set_trace_func`, instead of the one before.
  def self.__tell(function)
    before = @__teller
    @__teller = nil
    before.disable if before
    return if function.nil?
    events = [:line, :class, :end, :call, :return, :c_call, :c_return, :raise]
    point = new(*events) { |it| it.__tell(function) }
    @__teller = point
    unless before
      # Otherwise the end of the call is an event of its own.
      place = __caller_places.__at(0)
      function.call("c-return", place.__at(0), place.__at(1), :set_trace_func, nil, Kernel)
    end
    point.enable
  end

  def __tell(function)
    kind = event
    name = kind == :c_call ? "c-call" : kind == :c_return ? "c-return" : nil
    owner = defined_class
    owner = owner.attached_object if owner && owner.singleton_class?
    function.call(name || kind.to_s, path, lineno, method_id, name ? nil : __binding, owner)
  end
end

module Kernel
  private def set_trace_func(function)
    raise TypeError, "trace_func needs to be Proc" unless function.nil? || Proc === function
    TracePoint.__tell(function)
    function
  end

  def self.set_trace_func(function) = nil.__send__(:set_trace_func, function)
end
