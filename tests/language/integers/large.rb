# Greatest common divisors, roots, powers to a modulus and digits of numbers so
# large that they are worked out step by step. Results are checked by what they
# mean, and by a few digits.
def mix(n, bits) = (n.pow(bits / 3 + 7, 1 << bits) << 3) + n

a = mix(7, 300_000)
b = mix(11, 250_000)
c = mix(13, 50_000)
p a.bit_length, b.bit_length, c.bit_length

g = (a * c).gcd(b * c)
p g % c, (a * c / g).gcd(b * c / g), g / c, (-a * c).gcd(b * c) == g, (b * c).gcd(-a * c) == g
p ((1 << 3_000_000) - 1).gcd((1 << 2_000_000) + 7), ((1 << 3_000_000) - 1).gcd((1 << 2_000_000) - 1) == (1 << 1_000_000) - 1
p a.gcd(0) == a, 0.gcd(-a) == a, a.gcd(a) == a, a.gcd(1), a.gcd(7), a.gcd(1 << 200_000), a.gcd(6 * a) == a
l = a.lcm(b)
p l % a, l % b, l * a.gcd(b) == a * b, a.gcdlcm(b) == [a.gcd(b), l]
begin
  a.gcd(2.0)
rescue TypeError => e
  p e.message
end

# Neighbours in Fibonacci's sequence take the most steps.
x, y = 1, 1
x, y = x + y, x while x.bit_length < 40_000
p x.gcd(y), (x * y).gcd(x * x) == x

r = Rational(a, b)
p r.numerator * b == r.denominator * a, (r + 1 - r), (r * Rational(b, a))
p "1.5e-100000".to_r == Rational(15, 10**100_001), "2e-400000/4e3".to_r.denominator.bit_length

[a, b, c, a * a, a * a - 1, a * a + 1, 10**100_000, (1 << 300_000) - 1, 1 << 300_001].each do |n|
  root = Integer.sqrt(n)
  p [root * root <= n, n < (root + 1)**2, root % 1_000_007]
end
p Integer.sqrt(a * a) == a, Integer.sqrt(a * a - 1) == a - 1

q, m = a.divmod(b)
p q * b + m == a, m < b, (-a).divmod(b) == [-q - 1, b - m], a.divmod(-b) == [-q - 1, m - b], (-a).remainder(b) == -m
p (a * 3).fdiv(a * 2), a.fdiv(a - 1), (a * 10**50).fdiv(a), a.ceildiv(b) == q + 1

n = (1 << 20_000) + 7
p 3.pow((1 << 700) - 1, n) * 3 % n == 3.pow(1 << 700, n)
p (-3).pow(100_001, n) == n - 3.pow(100_001, n), 3.pow(1 << 600, -n) == 3.pow(1 << 600, n) - n
p 3.pow(a, 1_000_007), (-3).pow(a, 1_000_007), 3.pow(a, -1_000_007), (-3).pow(a, -1_000_007), 3.pow(a, 1 << 70)
p a.pow(a, 97), 5.pow(a, 1), 5.pow(a, -1), 0.pow(a, 12), a.pow(0, a), a.pow(0, 1), 3.pow(0, -7), b.pow(3, a) == b**3 % a
p 3.pow(1_000_006 * c, 1_000_007), 3.pow(1_000_006 * c + 5, 1_000_003 * 2)
[[a, 0], [-a, 7], [a, 2.0], [2.0, a]].each do |exponent, modulus|
  3.pow(exponent, modulus)
rescue ZeroDivisionError, RangeError, TypeError => e
  p [e.class, e.message]
end

p a.digits.size == a.to_s.size, a.digits.join.reverse == a.to_s
p b.digits(7).reverse.first(10), b.digits(7).size, b.digits(7).join.reverse == b.to_s(7)
p c.digits(1 << 64).size, c.digits(c), c.digits(c + 1) == [c], (c * c).digits(c), (c**5 * 3 + c).digits(c)
p Integer(a.to_s) == a, b.to_s(7).to_i(7) == b, Integer(c.to_s(36), 36) == c, Integer("-" + a.to_s) == -a, ("9" * 100_000).to_i == 10**100_000 - 1
p ("1" + "0" * 30_000 + "_" + "0" * 30_000).to_i == 10**60_000
