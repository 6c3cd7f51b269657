p Math.sqrt(2), Math.cbrt(27), Math.sin(0), Math.cos(0), Math.tan(0), Math.atan(1), Math.atan2(1, -1), Math.exp(1), Math.log(Math::E), Math.log2(8), Math.log10(1000), Math.log(8, 2), Math.hypot(3, 4), Math.asin(1), Math.acos(1), Math.sinh(0), Math.cosh(0), Math.tanh(0)
p Math::PI, Math::E, Math.sqrt(10**20), Math.log(10**100), Math.log2(2**100), Math.sqrt(0.25), Math.sqrt(4), Math.exp(0), Math.log(1)
p Math.gamma(5), Math.erf(0), Math.erfc(0), Math.ldexp(0.5, 3), Math.frexp(8.0), Math.asinh(0.0), Math.acosh(1.0), Math.atanh(0.0), Math.lgamma(1.0)
p Integer.sqrt(17), Integer.sqrt(10**30), 17.pow(2), 2**0.5 == Math.sqrt(2), (10**18).fdiv(3), 7.lcm(3), 10.gcd(4)
begin
  Math.sqrt(-1)
rescue Math::DomainError => e
  puts e.message
end
begin
  Math.log(0) == -Float::INFINITY and puts "log 0"
  Math.log(-1)
rescue Math::DomainError => e
  puts e.message
end
begin
  Integer.sqrt(-1)
rescue Math::DomainError => e
  puts e.message
end
include Math
p sqrt(9), hypot(6, 8)
