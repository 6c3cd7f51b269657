# Numeric: coercion, and what all numbers share.

class Numeric
  include Comparable

  # Two numbers of one class for an operator, as `coerce` of the other tells.
  private def __coerced(other)
    unless other.respond_to?(:coerce)
      shown = __inspected_in_messages?(other) ? other.inspect : other.class
      raise TypeError, "#{shown} can't be coerced into #{self.class}"
    end
    pair = other.coerce(self)
    unless Array === pair && pair.__size == 2
      raise TypeError, "coerce must return [x, y]"
    end
    pair
  end

  private def __coerced_or_nil(other)
    return nil unless other.respond_to?(:coerce)
    pair = other.coerce(self)
    return nil if pair.nil?
    unless Array === pair && pair.__size == 2
      raise TypeError, "coerce must return [x, y]"
    end
    pair
  end

  private def __coerced_order(other)
    pair = __coerced_or_nil(other)
    return pair if pair
    __order_failed(self, other)
  end

  private def __rounding_mode(half)
    return 0 if half.nil?
    case half
    when :up, "up" then 0
    when :even, "even" then 1
    when :down, "down" then 2
    when Symbol, String then raise ArgumentError, "invalid rounding mode: #{half}"
    else raise ArgumentError, "invalid rounding mode: #{half}"
    end
  end

  def coerce(other)
    return [other, self] if other.class == self.class
    [Float(other), Float(self)]
  end

  def +@ = self

  def -@
    pair = __coerced(0)
    pair.__at(0) - pair.__at(1)
  end

  def <=>(other) = __same?(self, other) || self == other ? 0 : nil

  def eql?(other) = other.class == self.class && self == other

  def integer? = false

  def real? = true

  def real = self

  def imaginary = 0

  def imag = 0

  def conj = self

  def finite? = true

  def infinite? = nil

  def zero? = self == 0

  def nonzero? = zero? ? nil : self

  def positive? = self > 0

  def negative? = self < 0

  def to_int = to_i

  def abs = self < 0 ? -self : self

  def magnitude = abs

  def abs2 = self * self

  def div(other)
    raise ZeroDivisionError, "divided by 0" if other == 0
    (self / other).floor
  end

  def fdiv(other) = to_f / other

  def %(other) = self - other * div(other)

  def modulo(other) = self - other * div(other)

  def remainder(other)
    rest = self % other
    return rest - other if rest != 0 && ((self < 0 && other > 0) || (self > 0 && other < 0))
    rest
  end

  def divmod(other) = [div(other), self % other]

  def quo(other) = Rational.__convert(self) / other

  def floor(places = 0) = to_f.floor(places)

  def ceil(places = 0) = to_f.ceil(places)

  def round(places = 0) = to_f.round(places)

  def truncate(places = 0) = to_f.truncate(places)

  def clone(freeze: true)
    raise ArgumentError, "can't unfreeze #{self.class}" if freeze == false
    self
  end

  def dup = self

  def step(limit = (no_limit = true; nil), step = (no_step = true; nil), by: (no_by = true; nil), to: (no_to = true; nil))
    unless no_to
      raise ArgumentError, "to is given twice" unless no_limit
      limit = to
    end
    unless no_by
      raise ArgumentError, "step is given twice" unless no_step
      step = by
    end
    if no_step && no_by
      step = 1
    elsif !block_given?
      raise ArgumentError, "step can't be 0" if step == 0
      step = 1 if step.nil?
    else
      raise ArgumentError, "step can't be 0" if step == 0
      raise TypeError, "no implicit conversion from nil to integer" if step.nil?
    end
    unless block_given?
      args = []
      args << limit unless no_limit
      args << step unless no_step
      options = {}
      options[:by] = by unless no_by
      options[:to] = to unless no_to
      args << options unless options.empty?
      unless Numeric === step
        return __enum(:step, nil, *args)
      end
      args.pop unless options.empty?
      sequence = Enumerator::ArithmeticSequence.allocate.__sequence(self, limit, step, false, self, :step, args)
      sequence.__setup(self, :step, args, options, nil) unless options.empty?
      return sequence
    end
    __step(limit, step) { |value| yield value }
    self
  end

  private def __step(limit, step)
    if Float === self || Float === limit || Float === step
      if limit.nil?
        i = 0
        from = to_f
        unit = step.to_f
        while true
          yield i * unit + from
          i += 1
        end
      end
      count = Range.__float_step_count(to_f, Float(limit), step.to_f, false)
      i = 0
      from = to_f
      unit = step.to_f
      limit = limit.to_f
      while i < count
        value = i * unit + from
        value = limit if unit >= 0 ? limit < value : limit > value
        yield value
        i += 1
      end
      return
    end
    value = self
    if limit.nil?
      while true
        yield value
        value += step
      end
    elsif step > 0
      until value > limit
        yield value
        value += step
      end
    else
      until value < limit
        yield value
        value += step
      end
    end
  end
end
