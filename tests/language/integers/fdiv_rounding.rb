# The last bit of a quotient as a Float, with divisors of all lengths.
r = Random.new(7)
bits = [1, 30, 53, 54, 62, 63, 64, 65, 100, 128, 129, 500, 1023, 1024, 1100, 2150, 3000]
sum = 0
bits.each do |x|
  bits.each do |y|
    9.times do |k|
      a, b = r.rand(1 << x), r.rand(1 << y) + 1
      a = -a if k % 3 == 1
      b = -b if k % 4 == 1
      a, b = a * 12, b * 6 if k == 7
      a = b * 3 if k == 8
      text = "#{a.fdiv(b)} #{Rational(a, b).to_f}"
      text.each_byte { |byte| sum = (sum * 31 + byte) & 0xffffffffffff }
      puts text if k == 5
    end
  end
  puts sum
end
def t = begin; p yield; rescue ZeroDivisionError; puts("#{$!.class}: #{$!.message}"); end
t { 1.fdiv(0) }
t { 0.fdiv(0) }
t { (2**70).fdiv(0) }
t { -(2**70).fdiv(0) }
t { (2**2000).fdiv(0) }
t { 0.fdiv(2**80) }
t { 0.fdiv(-2**80) }
t { 123456789012345678901.fdiv(63) }
