# Math: conversion of arguments.

class Math::DomainError < StandardError
end

module Math
  def self.sqrt(x)
    primitive :math_sqrt
    sqrt(Math.__number(x))
  end

  private def sqrt(x) = Math.sqrt(x)

  def self.cbrt(x)
    primitive :math_cbrt
    cbrt(Math.__number(x))
  end

  private def cbrt(x) = Math.cbrt(x)

  def self.sin(x)
    primitive :math_sin
    sin(Math.__number(x))
  end

  private def sin(x) = Math.sin(x)

  def self.cos(x)
    primitive :math_cos
    cos(Math.__number(x))
  end

  private def cos(x) = Math.cos(x)

  def self.tan(x)
    primitive :math_tan
    tan(Math.__number(x))
  end

  private def tan(x) = Math.tan(x)

  def self.asin(x)
    primitive :math_asin
    asin(Math.__number(x))
  end

  private def asin(x) = Math.asin(x)

  def self.acos(x)
    primitive :math_acos
    acos(Math.__number(x))
  end

  private def acos(x) = Math.acos(x)

  def self.atan(x)
    primitive :math_atan
    atan(Math.__number(x))
  end

  private def atan(x) = Math.atan(x)

  def self.sinh(x)
    primitive :math_sinh
    sinh(Math.__number(x))
  end

  private def sinh(x) = Math.sinh(x)

  def self.cosh(x)
    primitive :math_cosh
    cosh(Math.__number(x))
  end

  private def cosh(x) = Math.cosh(x)

  def self.tanh(x)
    primitive :math_tanh
    tanh(Math.__number(x))
  end

  private def tanh(x) = Math.tanh(x)

  def self.asinh(x)
    primitive :math_asinh
    asinh(Math.__number(x))
  end

  private def asinh(x) = Math.asinh(x)

  def self.acosh(x)
    primitive :math_acosh
    acosh(Math.__number(x))
  end

  private def acosh(x) = Math.acosh(x)

  def self.atanh(x)
    primitive :math_atanh
    atanh(Math.__number(x))
  end

  private def atanh(x) = Math.atanh(x)

  def self.exp(x)
    primitive :math_exp
    exp(Math.__number(x))
  end

  private def exp(x) = Math.exp(x)

  def self.log2(x)
    primitive :math_log2
    log2(Math.__number(x))
  end

  private def log2(x) = Math.log2(x)

  def self.log10(x)
    primitive :math_log10
    log10(Math.__number(x))
  end

  private def log10(x) = Math.log10(x)

  def self.erf(x)
    primitive :math_erf
    erf(Math.__number(x))
  end

  private def erf(x) = Math.erf(x)

  def self.erfc(x)
    primitive :math_erfc
    erfc(Math.__number(x))
  end

  private def erfc(x) = Math.erfc(x)

  def self.gamma(x)
    primitive :math_gamma
    gamma(Math.__number(x))
  end

  private def gamma(x) = Math.gamma(x)

  def self.lgamma(x)
    primitive :math_lgamma
    lgamma(Math.__number(x))
  end

  private def lgamma(x) = Math.lgamma(x)

  def self.frexp(x)
    primitive :math_frexp
    frexp(Math.__number(x))
  end

  private def frexp(x) = Math.frexp(x)

  def self.atan2(x, y)
    primitive :math_atan2
    atan2(Math.__number(x), Math.__number(y))
  end

  private def atan2(x, y) = Math.atan2(x, y)

  def self.hypot(x, y)
    primitive :math_hypot
    hypot(Math.__number(x), Math.__number(y))
  end

  private def hypot(x, y) = Math.hypot(x, y)

  def self.ldexp(fraction, exponent)
    primitive :math_ldexp
    ldexp(Math.__number(fraction), __to_int(exponent))
  end

  private def ldexp(fraction, exponent) = Math.ldexp(fraction, exponent)

  def self.log(x, base = (no_base = true; nil))
    primitive :math_log
    return log(Math.__number(x)) if no_base
    log(Math.__number(x), Math.__number(base))
  end

  private def log(*args) = Math.log(*args)

  # A Float for an argument, Integers as they are.
  def self.__number(value)
    return value if Integer === value || Float === value
    unless Numeric === value
      raise TypeError, "can't convert #{__describe(value)} into Float"
    end
    value.to_f
  end
end
