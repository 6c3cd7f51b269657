# What many core methods share: equality, hash values, checks.

module Kernel
  # Raises FrozenError if self is frozen.
  def __frozen_check
    primitive :frozen_check
    return unless frozen?
    raise FrozenError.new("can't modify frozen #{self.class}: #{inspect}", receiver: self)
  end

  # `==` of elements: the same object always equals itself.
  private def __equal?(left, right)
    primitive :equal
    return true if __same?(left, right)
    left == right ? true : false
  end

  # `eql?` of elements.
  private def __eql?(left, right)
    primitive :eql
    return true if __same?(left, right)
    left.eql?(right) ? true : false
  end

  # The hash value of an element or key.
  private def __hash_of(value)
    number = __simple_hash(value)
    return number unless __same?(number, nil)
    number = value.hash
    number = __to_integer(number) unless Integer === number
    __hash_from(number)
  end

  private def __check_arity(given, min, max)
    return if given >= min && given <= max
    raise ArgumentError, "wrong number of arguments (given #{given}, expected #{min == max ? min : "#{min}..#{max}"})"
  end

  private def __block_unused
    nil
  end

  private def __no_block
    raise ArgumentError, "wrong number of arguments (given 0, expected 1..2)"
  end

  private def __dig_check(value)
    return if value.respond_to?(:dig)
    raise TypeError, "#{value.class} does not have #dig method"
  end

  private def __to_method_name(value)
    return value if Symbol === value
    text = __check_str(value)
    raise TypeError, "#{value.inspect} is not a symbol nor a string" unless text
    text.to_sym
  end

  private def __positive(count, message)
    count = __to_int(count)
    raise ArgumentError, message if count <= 0
    count
  end
end
