# Ractor: what of it concerns constants, namely objects that nobody can change.

class Ractor
  def self.new(*args) = raise(NotImplementedError, "Ractor is not supported yet")

  def self.shareable?(object) = __shareable?(object)

  def self.make_shareable(object, copy: false)
    object = __deep_copy(object) if copy
    __freeze_deeply(object)
  end
end

class Ractor::Error < StandardError
end

class Ractor::IsolationError < Ractor::Error
end

module Kernel
  # The value of a constant under `shareable_constant_value`. The way: 0 a literal,
  # 1 another expression where only literals are frozen, 2 everything is frozen,
  # 3 a copy is frozen.
  private def __shareable(value, way, name)
    case way
    when 0 then __freeze_literal(value, name)
    when 1
      __unshareable(name) unless __shareable?(value)
      value
    when 2 then __freeze_deeply(value)
    else __shareable?(value) ? value : __freeze_deeply(__deep_copy(value))
    end
  end

  private def __unshareable(name)
    raise Ractor::IsolationError, "cannot assign unshareable object to #{name}"
  end

  private def __freeze_literal(value, name)
    case value
    when Array then value.each { |item| __freeze_literal(item, name) }
    when Hash
      value.each_pair do |key, item|
        __freeze_literal(key, name)
        __freeze_literal(item, name)
      end
    when String, Range then nil
    else
      __unshareable(name) unless __shareable?(value)
      return value
    end
    value.freeze
  end

  private def __shareable?(value)
    return true if Module === value
    return false unless value.frozen?
    __parts_of(value).all? { |part| __shareable?(part) }
  end

  # What an object refers to.
  private def __parts_of(value)
    parts = value.instance_variables.map { |name| value.instance_variable_get(name) }
    case value
    when Array, Struct then parts.concat(value.to_a)
    when Hash then value.each_pair { |key, item| parts << key << item }
    when Range then parts << value.begin << value.end
    when Proc then raise TypeError, "Proc's self is not shareable: #{value.inspect}"
    end
    parts
  end

  private def __freeze_deeply(value)
    return value if Module === value || __immediate?(value)
    done = value.frozen?
    parts = __parts_of(value)
    value.freeze
    parts.each { |part| __freeze_deeply(part) unless done && part.frozen? && __shareable?(part) }
    value
  end

  private def __deep_copy(value)
    return value if Module === value || __shareable?(value)
    case value
    when Array then value.map { |item| __deep_copy(item) }
    when Hash then value.to_h { |key, item| [__deep_copy(key), __deep_copy(item)] }
    when Range then Range.new(__deep_copy(value.begin), __deep_copy(value.end), value.exclude_end?)
    else
      copy = value.clone(freeze: false)
      copy.instance_variables.each do |name|
        copy.instance_variable_set(name, __deep_copy(copy.instance_variable_get(name)))
      end
      copy
    end
  end
end
