# Method and UnboundMethod: what they tell of a method, currying, composition.

module Kernel
  def singleton_method(name)
    method = __singleton_method(name)
    return method if method
    message = "undefined singleton method '#{name}' for '#{__inspected(self)}'"
    raise NameError.new(message, name.to_sym, receiver: self)
  end

  # `head` says whose method it is, up to the sign before its name.
  private def __method_text(method, head)
    text = "#<#{method.class}: #{head}#{method.name}"
    text << "(#{method.original_name})" unless method.name == method.original_name
    text << "(" << __parameter_text(method.parameters) << ")"
    file, line = method.source_location
    text << " #{file}:#{line}" if file
    text << ">"
  end

  private def __parameter_text(list)
    forwards = list == [[:rest, :*], [:keyrest, :**], [:block, :&]]
    parts = []
    list.each_with_index do |(kind, name), i|
      text = __parameter_part(kind, name, i, forwards)
      parts << text if text
    end
    parts.join(", ")
  end

  private def __parameter_part(kind, name, index, forwards)
    case kind
    when :req then "#{name || "_"}"
    when :opt then "#{name || "_"}=..."
    when :keyreq then "#{name}:"
    when :key then "#{name}: ..."
    when :nokey then "**nil"
    when :rest
      return forwards ? "..." : "*" if name == :*
      "*#{name}"
    when :keyrest
      return index == 0 ? "**" : nil if name == :**
      "**#{name}"
    when :block
      return forwards ? nil : "..." if name == :&
      "&#{name || "block"}"
    end
  end

  private def __check_callable(other)
    return if Proc === other || Method === other || other.respond_to?(:call)
    raise TypeError, "callable object is expected"
  end
end

class Method
  def name
    primitive :method_name
  end

  def owner
    primitive :method_owner
  end

  def original_name
    primitive :method_original
  end

  def arity
    primitive :method_arity
  end

  def parameters
    primitive :method_parameters
  end

  def source_location
    primitive :method_location
  end

  def super_method
    primitive :method_super
  end

  def ==(other)
    primitive :method_eql
  end

  alias_method :eql?, :==

  def hash
    primitive :method_hash
  end

  private def __copy
    primitive :method_copy
  end

  private def __home
    primitive :method_home
  end

  def dup
    copy = __copy
    instance_variables.each { |name| copy.instance_variable_set(name, instance_variable_get(name)) }
    copy
  end

  private def __class
    primitive :method_class
  end

  def clone(freeze: nil)
    copy = dup
    copy.freeze if freeze || (freeze.nil? && frozen?)
    copy
  end

  def inspect
    return __method_text(self, __singleton_head(owner)) if owner.singleton_class?
    of = __home
    from = __class
    if from.singleton_class? && !(Module === from.attached_object)
      from = from.superclass while from.singleton_class?
    end
    __method_text(self, from.equal?(of) ? "#{from.inspect}#" : "#{from.inspect}(#{of.inspect})#")
  end

  private def __singleton_head(of)
    attached = of.attached_object
    return "#{__inspected(receiver)}." if __same?(attached, receiver)
    "#{__inspected(receiver)}(#{__inspected(attached)})."
  end

  def to_s = inspect

  def >>(other)
    __check_callable(other)
    to_proc >> other
  end

  def <<(other)
    __check_callable(other)
    to_proc << other
  end

  def curry(arity = nil) = to_proc.curry(arity)
end

class UnboundMethod
  def name
    primitive :method_name
  end

  def owner
    primitive :method_owner
  end

  def original_name
    primitive :method_original
  end

  def arity
    primitive :method_arity
  end

  def parameters
    primitive :method_parameters
  end

  def source_location
    primitive :method_location
  end

  def super_method
    primitive :method_super
  end

  def ==(other)
    primitive :method_eql
  end

  alias_method :eql?, :==

  def hash
    primitive :method_hash
  end

  private def __copy
    primitive :method_copy
  end

  def dup
    copy = __copy
    instance_variables.each { |name| copy.instance_variable_set(name, instance_variable_get(name)) }
    copy
  end

  def clone(freeze: nil)
    copy = dup
    copy.freeze if freeze || (freeze.nil? && frozen?)
    copy
  end

  private def __home
    primitive :method_home
  end

  def inspect = __method_text(self, "#{__home.inspect}#")

  def to_s = inspect

  def bind_call(receiver, *args, **options, &block) = bind(receiver).call(*args, **options, &block)
end
