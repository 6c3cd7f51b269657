# nil, true and false.

class NilClass
  def to_s = "".freeze

  def to_a = []

  def to_h = {}

  def to_i = 0

  def to_f = 0.0

  def inspect = "nil".freeze

  def &(other) = false

  def |(other) = other ? true : false

  def ^(other) = other ? true : false

  def =~(other) = nil

  def nil? = true

  def ===(other) = other.nil?
end

class TrueClass
  def to_s = "true".freeze

  def inspect = "true".freeze

  def &(other) = other ? true : false

  def |(other) = true

  def ^(other) = other ? false : true

  def ===(other) = __same?(self, other)

  def ! = false
end

class FalseClass
  def to_s = "false".freeze

  def inspect = "false".freeze

  def &(other) = false

  def |(other) = other ? true : false

  def ^(other) = other ? true : false

  def ===(other) = __same?(self, other)

  def ! = true
end
