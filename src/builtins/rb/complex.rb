# Complex: a real and an imaginary part of any real class.

class Complex < Numeric
  def self.rect(real, imaginary = 0)
    __real_part(real)
    __real_part(imaginary)
    __new_complex(real, imaginary)
  end

  def self.rectangular(real, imaginary = 0) = rect(real, imaginary)

  def self.__real_part(value)
    raise TypeError, "not a real" unless Numeric === value && value.real?
  end

  def self.polar(length, angle = 0)
    __real_part(length)
    __real_part(angle)
    return __new_complex(length, 0.0) if length == 0 || angle == 0
    if Float === angle
      return __new_complex(-length, 0.0) if angle == Math::PI
      return __new_complex(0.0, length) if angle == Math::PI / 2
    end
    __new_complex(length * Math.cos(angle), length * Math.sin(angle))
  end

  def self.__convert(value)
    case value
    when Complex, Numeric then value
    when String
      parts = __read_complex(value, true)
      raise ArgumentError, "invalid value for convert(): #{value.inspect}" if parts.nil?
      parts.__at(2) ? polar(parts.__at(0), parts.__at(1)) : __new_complex(parts.__at(0), parts.__at(1))
    when nil then raise TypeError, "can't convert nil into Complex"
    else
      return value.to_c if value.respond_to?(:to_c)
      raise TypeError, "can't convert #{__describe(value)} into Complex"
    end
  end

  # A part of a quotient: fractions that are whole become Integers.
  def self.__whole(value)
    Rational === value && value.denominator == 1 ? value.numerator : value
  end

  def real = @__real

  def imaginary = @__imaginary

  def imag = @__imaginary

  def real? = false

  def rect = [@__real, @__imaginary]

  def rectangular = rect

  def __exact_zero? = @__real.__exact_zero? && @__imaginary.__exact_zero?

  def -@ = __new_complex(-@__real, -@__imaginary)

  def +(other)
    return __new_complex(@__real + other.real, @__imaginary + other.imaginary) if Complex === other
    return __new_complex(@__real + other, @__imaginary) if Numeric === other && other.real?
    pair = __coerced(other)
    pair.__at(0) + pair.__at(1)
  end

  def -(other)
    return __new_complex(@__real - other.real, @__imaginary - other.imaginary) if Complex === other
    return __new_complex(@__real - other, @__imaginary) if Numeric === other && other.real?
    pair = __coerced(other)
    pair.__at(0) - pair.__at(1)
  end

  def *(other)
    if Complex === other
      a = other.real
      b = other.imaginary
      return __new_complex(@__real * a - @__imaginary * b, @__real * b + @__imaginary * a)
    end
    return __new_complex(@__real * other, @__imaginary * other) if Numeric === other && other.real?
    pair = __coerced(other)
    pair.__at(0) * pair.__at(1)
  end

  def /(other) = __quotient(other, false)

  def quo(other) = __quotient(other, false)

  def fdiv(other) = __quotient(other, true)

  private def __quotient(other, float)
    return __quotient_of(other) if Complex === other
    if Numeric === other && other.real?
      return __new_complex(@__real.fdiv(other), @__imaginary.fdiv(other)) if float
      return __new_complex(Complex.__whole(@__real.quo(other)), Complex.__whole(@__imaginary.quo(other)))
    end
    pair = __coerced(other)
    float ? pair.__at(0).fdiv(pair.__at(1)) : pair.__at(0) / pair.__at(1)
  end

  private def __quotient_of(other)
    a = other.real
    b = other.imaginary
    float = Float === @__real || Float === @__imaginary || Float === a || Float === b
    if float && a.abs <= b.abs
      ratio = a.quo(b)
      scale = b * (ratio * ratio + 1)
      x = (@__real * ratio + @__imaginary).quo(scale)
      y = (@__imaginary * ratio - @__real).quo(scale)
    elsif float
      ratio = b.quo(a)
      scale = a * (ratio * ratio + 1)
      x = (@__real + @__imaginary * ratio).quo(scale)
      y = (@__imaginary - @__real * ratio).quo(scale)
    else
      scale = a * a + b * b
      x = Complex.__whole((@__real * a + @__imaginary * b).quo(scale))
      y = Complex.__whole((@__imaginary * a - @__real * b).quo(scale))
    end
    __new_complex(x, y)
  end

  def **(other)
    return __new_complex(1, 0) if Numeric === other && other.__exact_zero?
    other = other.numerator if Rational === other && other.denominator == 1
    other = other.real if Complex === other && other.imaginary.__exact_zero?
    return __new_complex(@__real, @__imaginary) if other == 1
    if @__real == 0 && @__imaginary == 0 && Numeric === other
      raise ZeroDivisionError, "divided by 0" if other.real.negative?
      return __new_complex(@__real * 0, @__imaginary * 0)
    end
    if Complex === other
      length, angle = polar
      log = Math.log(length)
      return Complex.polar(
        Math.exp(other.real * log - other.imaginary * angle),
        angle * other.real + other.imaginary * log
      )
    end
    if Integer === other
      return (__new_complex(1, 0) / self)**-other if other < 0
      return __power(other)
    end
    if Numeric === other && other.real?
      length, angle = polar
      return Complex.polar(length**other, angle * other)
    end
    pair = __coerced(other)
    pair.__at(0)**pair.__at(1)
  end

  private def __power(count)
    result = nil
    square = self
    while count > 0
      result = result.nil? ? square : result * square if count.odd?
      count >>= 1
      square *= square if count > 0
    end
    result
  end

  def ==(other)
    return @__real == other.real && @__imaginary == other.imaginary if Complex === other
    return @__real == other && @__imaginary == 0 if Numeric === other && other.real?
    other == self ? true : false
  end

  def <=>(other)
    return nil unless @__imaginary == 0
    if Complex === other
      return other.imaginary == 0 ? @__real <=> other.real : nil
    end
    return @__real <=> other if Numeric === other && other.real?
    nil
  end

  def eql?(other)
    Complex === other && @__real.eql?(other.real) && @__imaginary.eql?(other.imaginary)
  end

  def hash = [Complex, @__real, @__imaginary].hash

  def coerce(other)
    return [other, self] if Complex === other
    return [__new_complex(other, 0), self] if Numeric === other && other.real?
    raise TypeError, "#{__inspected_in_messages?(other) ? other.inspect : other.class} can't be coerced into Complex"
  end

  def abs = Math.hypot(@__real.to_f, @__imaginary.to_f)

  def magnitude = abs

  def abs2 = @__real * @__real + @__imaginary * @__imaginary

  def arg = Math.atan2(@__imaginary.to_f, @__real.to_f)

  def angle = arg

  def phase = arg

  def polar = [abs, arg]

  def conj = __new_complex(@__real, -@__imaginary)

  def conjugate = conj

  def finite? = @__real.finite? && @__imaginary.finite?

  def infinite? = @__real.infinite? || @__imaginary.infinite? ? 1 : nil

  def zero? = @__real == 0 && @__imaginary == 0

  def numerator
    common = denominator
    __new_complex(
      @__real.numerator * (common / @__real.denominator),
      @__imaginary.numerator * (common / @__imaginary.denominator)
    )
  end

  def denominator = @__real.denominator.lcm(@__imaginary.denominator)

  private def __must_be_real(name)
    unless @__imaginary.__exact_zero?
      raise RangeError, "can't convert #{self} into #{name}"
    end
  end

  def to_i
    __must_be_real("Integer")
    @__real.to_i
  end

  def to_f
    __must_be_real("Float")
    @__real.to_f
  end

  def to_r
    unless @__imaginary.__exact_zero? || Float === @__imaginary && @__imaginary == 0.0
      raise RangeError, "can't convert #{self} into Rational"
    end
    @__real.to_r
  end

  def to_c = self

  def rationalize(epsilon = undefined)
    __must_be_real("Rational")
    __undefined?(epsilon) ? @__real.rationalize : @__real.rationalize(epsilon)
  end

  def to_s = __shown { |part| part.to_s }

  def inspect = "(" + __shown { |part| part.inspect } + ")"

  private def __shown
    negative = Float === @__imaginary ? @__imaginary < 0 || 1.0 / @__imaginary < 0 : @__imaginary.negative?
    text = yield(@__imaginary.abs)
    text += "*" unless text.getbyte(text.bytesize - 1).between?(48, 57)
    "#{yield(@__real)}#{negative ? "-" : "+"}#{text}i"
  end
end

module Kernel
  private def Complex(real, imaginary = undefined, exception: true)
    begin
      if __undefined?(imaginary)
        real = Complex.__convert(real)
        return Complex === real || !(Numeric === real && real.real?) ? real : __new_complex(real, 0)
      end
      if real.nil? || imaginary.nil?
        raise TypeError, "can't convert nil into Complex"
      end
      real = __complex_part(real)
      imaginary = __complex_part(imaginary)
      return __new_complex(real, imaginary) if real.real? && imaginary.real?
      real + imaginary * Complex::I
    rescue StandardError
      raise if exception
      nil
    end
  end

  def self.Complex(*args, **options) = nil.__send__(:Complex, *args, **options)

  private def __complex_part(value)
    value = Complex.__convert(value) if String === value
    value = value.real if Complex === value && value.imaginary.__exact_zero?
    raise TypeError, "not a real" unless Numeric === value
    value
  end
end

class Numeric
  # The number 0 itself, not 0.0.
  def __exact_zero? = false

  def to_c = __new_complex(self, 0)

  def i = __new_complex(0, self)

  def rect = [self, 0]

  def rectangular = rect

  def arg = negative? ? Math::PI : 0

  def angle = arg

  def phase = arg

  def polar = [abs, arg]

  def conjugate = self

  # `length` times e to the power of pi times `turns` times i.
  def __polar_pi(length, turns)
    whole = turns.truncate
    part = turns - whole
    if part.abs == 0.5
      quarter = (turns * 2).to_i % 4
      return __new_complex(0.0, quarter == 1 ? length : -length)
    end
    __new_complex(length * Math.cos(turns * Math::PI), length * Math.sin(turns * Math::PI))
  end
end

class Integer
  def __exact_zero? = self == 0
end

class Float
  def arg
    return self if nan?
    negative? || (self == 0.0 && 1.0 / self < 0) ? Math::PI : 0
  end

  def angle = arg

  def phase = arg
end
