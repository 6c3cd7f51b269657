# Rational: exact fractions.

class Rational < Numeric
  def numerator = @__numerator

  def denominator = @__denominator

  # The fraction of two Integers, in lowest terms.
  def self.__reduced(numerator, denominator)
    raise ZeroDivisionError, "divided by 0" if denominator == 0
    if denominator < 0
      numerator = -numerator
      denominator = -denominator
    end
    divisor = numerator.gcd(denominator)
    __new_rational(numerator / divisor, denominator / divisor)
  end

  def self.__convert(value)
    case value
    when Rational then value
    when Integer then __new_rational(value, 1)
    when Float then value.to_r
    when Complex
      unless Integer === value.imaginary && value.imaginary == 0
        raise RangeError, "can't convert #{value} into Rational"
      end
      __convert(value.real)
    when String
      number = __read_rational(value, true)
      raise ArgumentError, "invalid value for convert(): #{value.inspect}" if number.nil?
      number
    when nil then raise TypeError, "can't convert nil into Rational"
    else
      return __convert(value.to_r) if value.respond_to?(:to_r)
      return __convert(value.to_int) if value.respond_to?(:to_int)
      raise TypeError, "can't convert #{__describe(value)} into Rational"
    end
  end

  # The simplest fraction between two.
  def self.__simplest(low, high)
    p0 = 0
    p1 = 1
    q0 = 1
    q1 = 0
    while true
      c = low.ceil
      break if c < high
      k = c - 1
      p2 = k * p1 + p0
      q2 = k * q1 + q0
      rest = __convert(1) / (high - k)
      high = __convert(1) / (low - k)
      low = rest
      p0 = p1
      q0 = q1
      p1 = p2
      q1 = q2
    end
    __reduced(c * p1 + p0, c * q1 + q0)
  end

  def +(other)
    case other
    when Integer then Rational.__reduced(@__numerator + other * @__denominator, @__denominator)
    when Rational
      Rational.__reduced(@__numerator * other.denominator + other.numerator * @__denominator, @__denominator * other.denominator)
    when Float then to_f + other
    else
      pair = __coerced(other)
      pair.__at(0) + pair.__at(1)
    end
  end

  def -(other)
    case other
    when Integer then Rational.__reduced(@__numerator - other * @__denominator, @__denominator)
    when Rational
      Rational.__reduced(@__numerator * other.denominator - other.numerator * @__denominator, @__denominator * other.denominator)
    when Float then to_f - other
    else
      pair = __coerced(other)
      pair.__at(0) - pair.__at(1)
    end
  end

  def *(other)
    case other
    when Integer then Rational.__reduced(@__numerator * other, @__denominator)
    when Rational then Rational.__reduced(@__numerator * other.numerator, @__denominator * other.denominator)
    when Float then to_f * other
    else
      pair = __coerced(other)
      pair.__at(0) * pair.__at(1)
    end
  end

  def /(other)
    case other
    when Integer then Rational.__reduced(@__numerator, @__denominator * other)
    when Rational then Rational.__reduced(@__numerator * other.denominator, @__denominator * other.numerator)
    when Float then to_f / other
    else
      pair = __coerced(other)
      pair.__at(0) / pair.__at(1)
    end
  end

  def quo(other) = self / other

  def fdiv(other)
    return to_f / other if Float === other || other == 0
    (self / other).to_f
  end

  def **(other)
    return __new_rational(1, 1) if Numeric === other && other.__exact_zero?
    other = other.numerator if Rational === other && other.denominator == 1
    return to_f**other if Float === other || Rational === other
    unless Integer === other
      pair = __coerced(other)
      return pair.__at(0)**pair.__at(1)
    end
    return __new_rational(1, 1) if @__numerator == 1 && @__denominator == 1
    return __new_rational(other.even? ? 1 : -1, 1) if @__numerator == -1 && @__denominator == 1
    if @__numerator == 0
      raise ZeroDivisionError, "divided by 0" if other < 0
      return __new_rational(0, 1)
    end
    return Rational.__reduced(@__numerator**other, @__denominator**other) if other > 0
    Rational.__reduced(@__denominator**-other, @__numerator**-other)
  end

  def __exact_zero? = @__numerator == 0

  def -@ = __new_rational(-@__numerator, @__denominator)

  def abs = @__numerator < 0 ? -self : self

  def magnitude = abs

  def <=>(other)
    case other
    when Integer then @__numerator <=> other * @__denominator
    when Rational then @__numerator * other.denominator <=> other.numerator * @__denominator
    when Float then to_f <=> other
    else
      pair = __coerced_or_nil(other)
      pair && pair.__at(0) <=> pair.__at(1)
    end
  end

  def ==(other)
    case other
    when Integer then @__denominator == 1 && @__numerator == other
    when Rational then @__numerator == other.numerator && @__denominator == other.denominator
    when Float then to_f == other
    else other == self ? true : false
    end
  end

  def hash = [Rational, @__numerator, @__denominator].hash

  def coerce(other)
    case other
    when Integer then [__new_rational(other, 1), self]
    when Float then [other, to_f]
    when Rational then [other, self]
    when Complex
      return [Rational(other.real), self] if other.imaginary.__exact_zero?
      [other, __new_complex(self, 0)]
    else raise TypeError, "#{__inspected_in_messages?(other) ? other.inspect : other.class} can't be coerced into Rational"
    end
  end

  def zero? = @__numerator == 0

  def positive? = @__numerator > 0

  def negative? = @__numerator < 0

  def to_i = @__numerator < 0 ? -(-@__numerator / @__denominator) : @__numerator / @__denominator

  def truncate(places = 0) = __place(places) { |value| value.to_i }

  def floor(places = 0) = __place(places) { |value| value.numerator.div(value.denominator) }

  def ceil(places = 0) = __place(places) { |value| -(-value.numerator).div(value.denominator) }

  def round(places = 0, half: nil)
    way = __rounding_mode(half)
    __place(places) do |value|
      twice = value.numerator.abs * 2
      low = value.numerator.abs / value.denominator
      rest = twice - low * 2 * value.denominator
      up = rest > value.denominator || (rest == value.denominator && (way == 0 || (way == 1 && low.odd?)))
      low += 1 if up
      value.numerator < 0 ? -low : low
    end
  end

  private def __place(places)
    raise TypeError, "not an integer" unless Integer === places
    return yield(self) if places == 0
    return Rational.__reduced(yield(self * 10**places), 10**places) if places > 0
    yield(self / 10**-places) * 10**-places
  end

  def to_f = @__numerator.fdiv(@__denominator)

  def to_r = self

  def rationalize(epsilon = undefined)
    return self if __undefined?(epsilon)
    return -((-self).rationalize(epsilon)) if negative?
    epsilon = epsilon.abs
    low = self - epsilon
    high = self + epsilon
    return self if low == high
    Rational.__simplest(low, high)
  end

  def to_s = "#{@__numerator}/#{@__denominator}"

  def inspect = "(#{@__numerator}/#{@__denominator})"
end

module Kernel
  private def Rational(numerator, denominator = undefined, exception: true)
    begin
      return Rational.__convert(numerator) if __undefined?(denominator)
      raise TypeError, "can't convert nil into Rational" if numerator.nil? || denominator.nil?
      if Integer === numerator && Integer === denominator
        return Rational.__reduced(numerator, denominator)
      end
      unless Numeric === numerator && !(Float === numerator)
        numerator = Rational.__convert(numerator)
      end
      unless Numeric === denominator && !(Float === denominator)
        denominator = Rational.__convert(denominator)
      end
      numerator = Rational.__convert(numerator) if Integer === numerator
      numerator / denominator
    rescue StandardError
      raise if exception
      nil
    end
  end

  def self.Rational(*args, **options) = nil.__send__(:Rational, *args, **options)
end

class String
  def to_r = __read_rational(self, false) || __new_rational(0, 1)

  def to_c
    parts = __read_complex(self, false)
    return __new_complex(0, 0) if parts.nil?
    parts.__at(2) ? Complex.polar(parts.__at(0), parts.__at(1)) : __new_complex(parts.__at(0), parts.__at(1))
  end
end

class NilClass
  def to_r = __new_rational(0, 1)

  def rationalize(epsilon = nil) = __new_rational(0, 1)

  def to_c = __new_complex(0, 0)
end
