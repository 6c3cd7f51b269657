# Implicit conversions, with the messages of failed ones.

module Kernel
  private def __convert(value, name, target, wanted)
    unless value.respond_to?(name, true)
      raise TypeError, "no implicit conversion of #{__describe(value)} into #{target}"
    end
    result = value.__send__(name)
    return result if wanted.__is(result)
    __conversion_failed(value, name, target, result)
  end

  private def __check_convert(value, name, target, wanted)
    return nil unless value.respond_to?(name, true)
    result = value.__send__(name)
    return result if result.nil? || wanted.__is(result)
    __conversion_failed(value, name, target, result)
  end

  private def __conversion_failed(value, name, target, result)
    from = __describe(value)
    raise TypeError, "can't convert #{from} to #{target} (#{from}##{name} gives #{result.class})"
  end

  # An Integer that fits a machine word.
  private def __to_int(value)
    primitive :to_int
    raise TypeError, "no implicit conversion from nil to integer" if __same?(value, nil)
    value = __convert(value, :to_int, "Integer", Integer) unless __real?(value)
    __word(value)
  end

  private def __to_integer(value)
    return value if Integer === value
    __convert(value, :to_int, "Integer", Integer)
  end

  private def __to_str(value)
    primitive :to_str
    return value if String === value
    __convert(value, :to_str, "String", String)
  end

  private def __to_ary(value)
    primitive :to_ary
    return value if Array === value
    __convert(value, :to_ary, "Array", Array)
  end

  private def __to_hash(value)
    primitive :to_hash
    return value if Hash === value
    __convert(value, :to_hash, "Hash", Hash)
  end

  private def __check_ary(value)
    primitive :check_ary
    return value if Array === value
    __check_convert(value, :to_ary, "Array", Array)
  end

  private def __check_str(value)
    return value if String === value
    __check_convert(value, :to_str, "String", String)
  end

  private def __check_hash(value)
    primitive :check_hash
    return value if Hash === value
    __check_convert(value, :to_hash, "Hash", Hash)
  end

  # Result of a `<=>` as -1, 0 or 1.
  private def __order(result, left, right)
    primitive :order
    __order_failed(left, right) if result.nil?
    return 1 if result > 0
    return -1 if result < 0
    0
  end

  private def __order_failed(left, right)
    shown = __inspected_in_messages?(right) ? right.inspect : right.class
    raise ArgumentError, "comparison of #{left.class} with #{shown} failed"
  end

  # Compares two values by `<=>`.
  private def __compare(left, right)
    primitive :compare
    __order(left <=> right, left, right)
  end
end
