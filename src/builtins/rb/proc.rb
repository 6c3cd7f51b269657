# Proc: composition, currying, copying.

class Proc
  def >>(other)
    __check_callable(other)
    first = self
    made = proc { |*args, **options, &block| other.call(first.call(*args, **options, &block)) }
    lambda? ? __as_lambda(made) : made
  end

  def <<(other)
    __check_callable(other)
    last = self
    made = proc { |*args, **options, &block| last.call(other.call(*args, **options, &block)) }
    Proc === other && !other.lambda? ? made : __as_lambda(made)
  end

  def parameters(lambda: nil) = __parameters(lambda)

  def curry(arity = nil)
    required = self.arity
    fewest = required < 0 ? -required - 1 : required
    return __curry(arity || fewest, []) unless arity && lambda?
    arity = __to_int(arity)
    kinds = __parameters(nil).map { |kind, _| kind }
    most = kinds.include?(:rest) ? nil : fewest + kinds.count(:opt)
    if arity < fewest || (most && arity > most)
      expected = most == fewest ? "#{fewest}" : most ? "#{fewest}..#{most}" : "#{fewest}+"
      raise ArgumentError, "wrong number of arguments (given #{arity}, expected #{expected})"
    end
    __curry(arity, [])
  end

  # A Proc that collects arguments until there are enough.
  private def __curry(wanted, got)
    target = self
    made = proc do |*args, &block|
      all = got + args
      if all.size >= wanted
        target.call(*all, &block)
      else
        warn("given block not used", uplevel: 0) if block
        target.__send__(:__curry, wanted, all)
      end
    end
    lambda? ? __as_lambda(made) : made
  end

  def dup
    copy = __copy
    instance_variables.each { |name| copy.instance_variable_set(name, instance_variable_get(name)) }
    copy.__send__(:initialize_dup, self)
    copy
  end

  def clone(freeze: nil)
    copy = __copy
    instance_variables.each { |name| copy.instance_variable_set(name, instance_variable_get(name)) }
    copy.__send__(:__copy_singleton, self) if __singleton?
    copy.__send__(:initialize_clone, self)
    copy.freeze if freeze || (freeze.nil? && frozen?)
    copy
  end
end
