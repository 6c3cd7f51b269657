# nil, true and false.

class NilClass
  def to_s = :"".name

  def to_a = []

  def to_h = {}

  def to_i = 0

  def to_f = 0.0

  def inspect = :nil.name

  def &(other) = false

  def |(other) = other ? true : false

  def ^(other) = other ? true : false

  def =~(other) = nil

  def nil? = true

  def ===(other)
    primitive :kernel_case_same
    __send__(:==, other) ? true : false
  end
end

class TrueClass
  def to_s = :true.name

  def inspect = :true.name

  def &(other) = other ? true : false

  def |(other) = true

  def ^(other) = other ? false : true

  def ===(other)
    primitive :kernel_case_same
    __send__(:==, other) ? true : false
  end

  def ! = false
end

class FalseClass
  def to_s = :false.name

  def inspect = :false.name

  def &(other) = false

  def |(other) = other ? true : false

  def ^(other) = other ? true : false

  def ===(other)
    primitive :kernel_case_same
    __send__(:==, other) ? true : false
  end

  def ! = true
end
