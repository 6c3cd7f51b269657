# Float: operators with coercion, rounding.

class Float
  def +(other)
    primitive :float_add
    pair = __coerced(other)
    pair.__at(0) + pair.__at(1)
  end

  def -(other)
    primitive :float_sub
    pair = __coerced(other)
    pair.__at(0) - pair.__at(1)
  end

  def *(other)
    primitive :float_mul
    pair = __coerced(other)
    pair.__at(0) * pair.__at(1)
  end

  def /(other)
    primitive :float_div
    pair = __coerced(other)
    pair.__at(0) / pair.__at(1)
  end

  def fdiv(other)
    primitive :float_div
    self / other
  end

  def quo(other)
    primitive :float_div
    self / other
  end

  def %(other)
    primitive :float_mod
    pair = __coerced(other)
    pair.__at(0) % pair.__at(1)
  end

  def modulo(other)
    primitive :float_mod
    pair = __coerced(other)
    pair.__at(0).modulo(pair.__at(1))
  end

  def divmod(other)
    primitive :float_divmod
    pair = __coerced(other)
    pair.__at(0).divmod(pair.__at(1))
  end

  def div(other)
    primitive :float_whole_div
    pair = __coerced(other)
    pair.__at(0).div(pair.__at(1))
  end

  def **(other)
    primitive :float_pow
    return __polar_pi((-self)**other, other) if self < 0 && Float === other && other.finite? && other != other.truncate
    return self**other.to_f if Rational === other
    pair = __coerced(other)
    pair.__at(0)**pair.__at(1)
  end

  def remainder(other)
    primitive :float_remainder
    pair = __coerced(other)
    pair.__at(0).remainder(pair.__at(1))
  end

  def numerator = nan? || infinite? ? self : to_r.numerator

  def denominator = nan? || infinite? ? 1 : to_r.denominator

  # The exact value.
  def to_r
    raise FloatDomainError, to_s if nan? || infinite?
    parts = Math.frexp(self)
    fraction = Math.ldexp(parts.__at(0), 53).to_i
    exponent = parts.__at(1) - 53
    exponent < 0 ? Rational.__reduced(fraction, 1 << -exponent) : __new_rational(fraction << exponent, 1)
  end

  def rationalize(epsilon = undefined)
    unless __undefined?(epsilon)
      exact = to_r
      epsilon = epsilon.abs
      low = exact - epsilon
      high = exact + epsilon
      return exact if low == high
      return Rational.__simplest(low, high) unless self < 0
      return -Rational.__simplest(-high, -low)
    end
    return -((-self).rationalize) if self < 0
    raise FloatDomainError, to_s if nan? || infinite?
    return __new_rational(0, 1) if self == 0
    parts = Math.frexp(self)
    fraction = Math.ldexp(parts.__at(0), 53).to_i
    exponent = parts.__at(1) - 53
    return __new_rational(fraction << exponent, 1) if exponent >= 0
    below = 1 << (1 - exponent)
    Rational.__simplest(Rational.__reduced(2 * fraction - 1, below), Rational.__reduced(2 * fraction + 1, below))
  end

  def ==(other)
    primitive :float_eq
    other == self ? true : false
  end

  def ===(other)
    primitive :float_eq
    other == self ? true : false
  end

  def <=>(other)
    primitive :float_cmp
    if Integer === other
      order = other <=> self
      return order && -order
    end
    if infinite? && !(Float === other) && other.respond_to?(:infinite?)
      return infinite? <=> (other.infinite? || 0)
    end
    pair = __coerced_or_nil(other)
    pair && pair.__at(0) <=> pair.__at(1)
  end

  def <(other)
    primitive :float_lt
    return other > self if Integer === other
    pair = __coerced_order(other)
    pair.__at(0) < pair.__at(1)
  end

  def <=(other)
    primitive :float_le
    return other >= self if Integer === other
    pair = __coerced_order(other)
    pair.__at(0) <= pair.__at(1)
  end

  def >(other)
    primitive :float_gt
    return other < self if Integer === other
    pair = __coerced_order(other)
    pair.__at(0) > pair.__at(1)
  end

  def >=(other)
    primitive :float_ge
    return other <= self if Integer === other
    pair = __coerced_order(other)
    pair.__at(0) >= pair.__at(1)
  end

  def coerce(other) = [Float(other), self]

  def floor(places = 0) = __round_way(__to_int(places), 3)

  def ceil(places = 0) = __round_way(__to_int(places), 4)

  def truncate(places = 0) = __round_way(__to_int(places), 5)

  def round(places = 0, half: nil)
    way = __rounding_mode(half)
    __round_way(__to_int(places), way)
  end

  private def __round_way(places, way)
    primitive :float_round_way
    __round_way(places, way)
  end

  def nonzero? = self == 0 ? nil : self

  def dup = self
end
