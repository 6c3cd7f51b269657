# Integer: operators with coercion, iteration, rounding.

class Integer
  def +(other)
    primitive :integer_add
    pair = __coerced(other)
    pair.__at(0) + pair.__at(1)
  end

  def -(other)
    primitive :integer_sub
    pair = __coerced(other)
    pair.__at(0) - pair.__at(1)
  end

  def *(other)
    primitive :integer_mul
    pair = __coerced(other)
    pair.__at(0) * pair.__at(1)
  end

  def /(other)
    primitive :integer_div
    pair = __coerced(other)
    pair.__at(0) / pair.__at(1)
  end

  def div(other)
    primitive :integer_whole_div
    pair = __coerced(other)
    pair.__at(0).div(pair.__at(1))
  end

  def %(other)
    primitive :integer_mod
    pair = __coerced(other)
    pair.__at(0) % pair.__at(1)
  end

  def modulo(other)
    primitive :integer_mod
    pair = __coerced(other)
    pair.__at(0).modulo(pair.__at(1))
  end

  def remainder(other)
    primitive :integer_remainder
    pair = __coerced(other)
    pair.__at(0).remainder(pair.__at(1))
  end

  def divmod(other)
    primitive :integer_divmod
    pair = __coerced(other)
    pair.__at(0).divmod(pair.__at(1))
  end

  def fdiv(other)
    primitive :integer_fdiv
    pair = __coerced(other)
    pair.__at(0).fdiv(pair.__at(1))
  end

  def **(other)
    primitive :integer_pow
    if Integer === other && other < 0
      return self if self == 1
      return other.even? ? 1 : -1 if self == -1
      return Rational.__reduced(1, self**-other)
    end
    return __polar_pi((-self).to_f**other, other) if self < 0 && Float === other && other.finite? && other != other.truncate
    pair = __coerced(other)
    pair.__at(0)**pair.__at(1)
  end

  def pow(other, modulus = (no_modulus = true; nil))
    primitive :integer_pow
    unless no_modulus
      raise TypeError, "Integer#pow() 2nd argument not allowed unless a 1st argument is integer" unless Integer === other
      raise RangeError, "Integer#pow() 1st argument cannot be negative when 2nd argument specified" if other < 0
      raise TypeError, "Integer#pow() 2nd argument not allowed unless all arguments are integers" unless Integer === modulus
      raise ZeroDivisionError, "divided by 0" if modulus == 0
      return __pow_mod(other, modulus.abs) % modulus
    end
    self**other
  end

  private def __pow_mod(exponent, modulus)
    base = self % modulus
    step = [1 % modulus, exponent.bit_length]
    while step.__at(1) > 0
      step = __pow_mod_step(step.__at(0), base, exponent, modulus, step.__at(1))
    end
    step.__at(0)
  end

  def ceildiv(other) = -div(0 - other)

  def &(other)
    primitive :integer_and
    pair = __coerced_bits(other)
    pair.__at(0) & pair.__at(1)
  end

  def |(other)
    primitive :integer_or
    pair = __coerced_bits(other)
    pair.__at(0) | pair.__at(1)
  end

  def ^(other)
    primitive :integer_xor
    pair = __coerced_bits(other)
    pair.__at(0) ^ pair.__at(1)
  end

  def <<(count)
    primitive :integer_shl
    self << __to_integer(count)
  end

  def >>(count)
    primitive :integer_shr
    self >> __to_integer(count)
  end

  def [](index, length = (no_length = true; nil))
    primitive :integer_bit
    if no_length
      if Range === index
        first = index.begin
        last = index.end
        if first.nil?
          last -= 1 if index.exclude_end?
          if last >= 0 && (self & ((1 << (last + 1)) - 1)) != 0
            raise ArgumentError, "The beginless range for Integer#[] results in infinity"
          end
          return 0
        end
        shifted = self >> first
        return shifted if last.nil?
        length = last - first
        length += 1 unless index.exclude_end?
        return length < 0 ? shifted : shifted & ((1 << length) - 1)
      end
      return self[__to_integer(index)]
    end
    (self >> __to_integer(index)) & ((1 << __to_integer(length)) - 1)
  end

  def allbits?(mask) = (self & (mask = __to_integer(mask))) == mask

  def anybits?(mask) = (self & __to_integer(mask)) != 0

  def nobits?(mask) = (self & __to_integer(mask)) == 0

  def ==(other)
    primitive :integer_eq
    other == self ? true : false
  end

  def ===(other)
    primitive :integer_eq
    other == self ? true : false
  end

  def <=>(other)
    primitive :integer_cmp
    return __cmp_float(other) if Float === other
    pair = __coerced_or_nil(other)
    pair && pair.__at(0) <=> pair.__at(1)
  end

  def <(other)
    primitive :integer_lt
    return other > self if Float === other
    pair = __coerced_order(other)
    pair.__at(0) < pair.__at(1)
  end

  def <=(other)
    primitive :integer_le
    return other >= self if Float === other
    pair = __coerced_order(other)
    pair.__at(0) <= pair.__at(1)
  end

  def >(other)
    primitive :integer_gt
    return other < self if Float === other
    pair = __coerced_order(other)
    pair.__at(0) > pair.__at(1)
  end

  def >=(other)
    primitive :integer_ge
    return other <= self if Float === other
    pair = __coerced_order(other)
    pair.__at(0) >= pair.__at(1)
  end

  private def __cmp_float(other)
    order = other <=> self
    order && -order
  end

  def coerce(other)
    return [other, self] if Integer === other
    [Float(other), to_f]
  end

  private def __coerced_bits(other)
    if Float === other || other.nil? || String === other || !other.respond_to?(:coerce)
      shown = __inspected_in_messages?(other) ? other.inspect : other.class
      raise TypeError, "#{shown} can't be coerced into Integer"
    end
    return [other.to_int, self] if Integer === other
    other.coerce(self)
  end

  def to_s(base = 10)
    primitive :integer_to_s
    to_s(__to_int(base))
  end

  def inspect(base = 10)
    primitive :integer_to_s
    to_s(__to_int(base))
  end

  def chr(encoding = nil)
    primitive :integer_chr
    return chr if encoding.nil?
    chr(Encoding === encoding ? encoding : __to_str(encoding))
  end

  def digits(base = 10)
    primitive :integer_digits
    unless Integer === base
      base = __convert(base, :to_int, "Integer", Integer)
    end
    digits(base)
  end

  def gcd(other)
    primitive :integer_gcd
    raise TypeError, "not an integer" unless Integer === other
    step = [self, other]
    until step.__at(1) == 0
      step = __gcd_step(step.__at(0), step.__at(1))
    end
    step.__at(0).abs
  end

  def lcm(other)
    raise TypeError, "not an integer" unless Integer === other
    return 0 if self == 0 || other == 0
    (self / gcd(other) * other).abs
  end

  def gcdlcm(other) = [gcd(other), lcm(other)]

  def integer? = true

  def finite? = true

  def infinite? = nil

  def denominator = 1

  def to_r = __new_rational(self, 1)

  def quo(other) = Float === other ? self / other : __new_rational(self, 1) / other

  def rationalize(epsilon = nil) = __new_rational(self, 1)

  def nonzero? = self == 0 ? nil : self

  def eql?(other) = Integer === other && self == other

  def dup = self

  def floor(places = 0)
    __round_way(__to_int(places), 3)
  end

  def ceil(places = 0)
    __round_way(__to_int(places), 4)
  end

  def truncate(places = 0)
    __round_way(__to_int(places), 5)
  end

  def round(places = (no_places = true; 0), half: nil)
    return self if no_places
    way = __rounding_mode(half)
    __round_way(__to_int(places), way)
  end

  private def __round_way(places, way)
    primitive :integer_round_way
    __round_way(places, way)
  end

  def times
    return __enum(:times, :__times_size) unless block_given?
    i = 0
    while i < self
      yield i
      i += 1
    end
    self
  end

  def __times_size = self < 0 ? 0 : self

  def upto(limit)
    return __enum(:upto, :__upto_size, limit) unless block_given?
    i = self
    if Integer === limit
      while i <= limit
        yield i
        i += 1
      end
    else
      until i > limit
        yield i
        i += 1
      end
    end
    self
  end

  def __upto_size(limit)
    raise ArgumentError, "comparison of Integer with #{__inspected_in_messages?(limit) ? limit.inspect : limit.class} failed" unless Numeric === limit
    return limit < self ? 0 : limit if Float === limit && limit.infinite?
    size = (limit - self).floor + 1
    size < 0 ? 0 : size
  end

  def downto(limit)
    return __enum(:downto, :__downto_size, limit) unless block_given?
    i = self
    if Integer === limit
      while i >= limit
        yield i
        i -= 1
      end
    else
      until i < limit
        yield i
        i -= 1
      end
    end
    self
  end

  def __downto_size(limit)
    raise ArgumentError, "comparison of Integer with #{__inspected_in_messages?(limit) ? limit.inspect : limit.class} failed" unless Numeric === limit
    return limit > self ? 0 : -limit if Float === limit && limit.infinite?
    size = (self - limit).floor + 1
    size < 0 ? 0 : size
  end

  def self.sqrt(number)
    primitive :integer_sqrt
    sqrt(__to_integer(number))
  end

  def self.try_convert(value)
    return value if Integer === value
    __check_convert(value, :to_int, "Integer", Integer)
  end
end
