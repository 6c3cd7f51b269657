# Proc and Method: composition and currying.

class Proc
  def >>(other)
    raise TypeError, "callable object is expected" unless other.respond_to?(:call)
    first = self
    made = proc { |*args, **options, &block| other.call(first.call(*args, **options, &block)) }
    lambda? ? __as_lambda(made) : made
  end

  def <<(other)
    raise TypeError, "callable object is expected" unless other.respond_to?(:call)
    last = self
    made = proc { |*args, **options, &block| last.call(other.call(*args, **options, &block)) }
    __as_lambda(made)
  end

  def curry(arity = nil)
    required = self.arity
    if lambda?
      fewest = required < 0 ? -required - 1 : required
      if arity
        fits = required < 0 ? arity >= fewest : arity == fewest
        raise ArgumentError, "wrong number of arguments (given #{arity}, expected #{fewest}#{required < 0 ? "+" : ""})" unless fits
      end
      wanted = arity || fewest
    else
      wanted = arity || (required < 0 ? -required - 1 : required)
    end
    __curry(wanted, [])
  end

  private def __curry(wanted, got)
    return call(*got) if got.size >= wanted
    target = self
    made = proc { |*args| target.__send__(:__curry, wanted, got + args) }
    lambda? ? __as_lambda(made) : made
  end

  def ruby2_keywords = self

  def hash = __id__.hash
end

class Method
  def >>(other)
    raise TypeError, "callable object is expected" unless other.respond_to?(:call)
    to_proc >> other
  end

  def <<(other)
    raise TypeError, "callable object is expected" unless other.respond_to?(:call)
    to_proc << other
  end

  def curry(arity = nil) = to_proc.curry(arity)

  def hash = name.hash
end
