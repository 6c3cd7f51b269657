# Random: generators, `rand` and `srand`.

class Random
  private def initialize(seed = (no_seed = true; nil))
    seed = no_seed ? Random.new_seed : __seed_of(seed)
    __random_seed(self, seed)
  end

  private def initialize_copy(other) = __random_copy(self, other)

  private def __seed_of(seed)
    return seed if Integer === seed
    return seed.to_i if Float === seed
    __to_integer(seed)
  end

  def seed = __random_seed_of(self)

  def rand(limit = (no_limit = true; nil)) = no_limit ? __random_float(self, false) : __random(self, limit)

  def bytes(count) = __random_bytes(self, __to_int(count))

  def ==(other) = Random === other && seed == other.seed && __hidden(:__state).to_a == other.__send__(:__hidden, :__state).to_a

  def self.rand(limit = (no_limit = true; nil)) = no_limit ? __random_float(self, false) : __random(self, limit)

  def self.bytes(count) = __random_bytes(self, __to_int(count))

  def self.seed = __random_seed_of(self)

  def self.srand(seed = Random.new_seed)
    old = __random_seed_of(self)
    __random_seed(self, Integer === seed ? seed : __to_integer(seed))
    old
  end

  def self.random_number(limit = 0)
    return __random_float(self, false) if limit.nil? || (!(Range === limit) && limit <= 0)
    __random(self, limit)
  end

  def random_number(limit = 0)
    return __random_float(self, false) if limit.nil? || (!(Range === limit) && limit <= 0)
    __random(self, limit)
  end
end

module Kernel
  # A random number of a generator below a limit or within a range.
  private def __random(generator, limit)
    case limit
    when Float
      raise ArgumentError, "invalid argument - #{limit}" if limit < 0.0 || limit.nan? || limit.infinite?
      __random_float(generator, false) * limit
    when Range then __random_within(generator, limit)
    when nil then raise ArgumentError, "invalid argument - #{limit}"
    else
      limit = __to_integer(limit)
      raise ArgumentError, "invalid argument - #{limit}" if limit <= 0
      __random_below(generator, limit)
    end
  end

  private def __random_within(generator, range)
    value = __random_in_range(generator, range)
    raise ArgumentError, "invalid argument - #{range}" if value.nil?
    value
  end

  private def __random_in_range(generator, range)
    first = range.begin
    last = range.end
    raise Errno::EDOM if first.nil? || last.nil?
    if Float === first || Float === last
      first = first.to_f
      last = last.to_f
      raise Errno::EDOM if first.infinite? || last.infinite?
      span = last - first
      return nil if span < 0 || (span == 0 && range.exclude_end?)
      return first + __random_float(generator, !range.exclude_end?) * span
    end
    first = __to_integer(first)
    span = __to_integer(last) - first
    span += 1 unless range.exclude_end?
    return nil if span <= 0
    first + __random_below(generator, span)
  end

  private def rand(limit = 0)
    return __random_in_range(Random, limit) if Range === limit
    limit = limit.nil? ? 0 : __to_integer(Float === limit ? limit.to_i : limit).abs
    return __random_float(Random, false) if limit == 0
    __random_below(Random, limit)
  end

  def self.rand(limit = 0) = Object.new.__send__(:rand, limit)

  private def srand(seed = Random.new_seed) = Random.srand(seed)

  def self.srand(seed = Random.new_seed) = Random.srand(seed)
end
