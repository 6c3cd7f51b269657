# Rational: what integer powers with negative exponents give.

class Rational < Numeric
  def __setup(numerator, denominator)
    @__numerator = numerator
    @__denominator = denominator
    freeze
  end

  def numerator = @__numerator

  def denominator = @__denominator

  def +(other)
    return to_f + other if Float === other
    other = __rational(other)
    return other unless Rational === other
    Rational(numerator * other.denominator + other.numerator * denominator, denominator * other.denominator)
  end

  def -(other)
    return to_f - other if Float === other
    self + -__rational(other)
  end

  def *(other)
    return to_f * other if Float === other
    other = __rational(other)
    Rational(numerator * other.numerator, denominator * other.denominator)
  end

  def /(other)
    return to_f / other if Float === other
    other = __rational(other)
    raise ZeroDivisionError, "divided by 0" if other.numerator == 0
    Rational(numerator * other.denominator, denominator * other.numerator)
  end

  def quo(other) = self / other

  def **(other)
    return to_f**other unless Integer === other
    return Rational(numerator**other, denominator**other) if other >= 0
    raise ZeroDivisionError, "divided by 0" if numerator == 0
    Rational(denominator**-other, numerator**-other)
  end

  def -@ = Rational(-numerator, denominator)

  def abs = Rational(numerator.abs, denominator)

  def magnitude = abs

  def <=>(other)
    return to_f <=> other if Float === other
    return nil unless Integer === other || Rational === other
    other = __rational(other)
    numerator * other.denominator <=> other.numerator * denominator
  end

  def ==(other)
    return to_f == other if Float === other
    return numerator == other && denominator == 1 if Integer === other
    return other == self unless Rational === other
    numerator == other.numerator && denominator == other.denominator
  end

  def eql?(other) = Rational === other && self == other

  def hash = numerator.hash ^ denominator.hash

  def coerce(other)
    return [other, to_f] if Float === other
    [__rational(other), self]
  end

  private def __rational(value)
    return value if Rational === value
    return Rational(value, 1) if Integer === value
    raise TypeError, "#{__inspected_in_messages?(value) ? value.inspect : value.class} can't be coerced into Rational"
  end

  def zero? = numerator == 0

  def positive? = numerator > 0

  def negative? = numerator < 0

  def to_i = numerator < 0 ? -(-numerator / denominator) : numerator / denominator

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
    return yield(self) if places == 0
    scale = 10**places.abs
    return Rational(yield(self * scale), scale) if places > 0
    yield(self / scale) * scale
  end

  def to_f = numerator.fdiv(denominator)

  def to_r = self

  def rationalize(epsilon = nil) = self

  def to_s = "#{numerator}/#{denominator}"

  def inspect = "(#{numerator}/#{denominator})"
end

module Kernel
  private def Rational(numerator, denominator = 1)
    if Integer === numerator && Integer === denominator
      raise ZeroDivisionError, "divided by 0" if denominator == 0
      if denominator < 0
        numerator = -numerator
        denominator = -denominator
      end
      divisor = numerator.gcd(denominator)
      return Rational.allocate.__setup(numerator / divisor, denominator / divisor)
    end
    if numerator.nil? || denominator.nil?
      raise TypeError, "can't convert nil into Rational"
    end
    numerator = numerator.to_r if Float === numerator
    denominator = denominator.to_r if Float === denominator
    unless Numeric === numerator && Numeric === denominator
      raise NotImplementedError, "Rational of this is not supported yet"
    end
    numerator = Rational(numerator, 1) if Integer === numerator
    numerator / denominator
  end
end
