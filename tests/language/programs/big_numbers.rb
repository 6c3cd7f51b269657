def fact(n) = n < 2 ? 1 : n * fact(n - 1)
p fact(50), fact(100).to_s.size, fact(30) / fact(28), fact(25) % 10**9
def fib(n, memo = {}) = n < 2 ? n : memo[n] ||= fib(n - 1, memo) + fib(n - 2, memo)
p fib(100), fib(300).to_s.size
p 2**200, 2**200 - 1, (2**200).to_s(16), -(2**65), 2**64 / 3, -(2**64) / 3, 2**64 % 1000, -(2**64) % 1000
def isqrt(n)
  x = n
  y = (x + 1) / 2
  x, y = y, (y + n / y) / 2 while y < x
  x
end
p isqrt(2 * 10**60), isqrt(10**40), Integer.sqrt(2 * 10**60) == isqrt(2 * 10**60)
def powmod(b, e, m)
  r = 1
  while e > 0
    r = r * b % m if e.odd?
    b = b * b % m
    e >>= 1
  end
  r
end
p powmod(3, 10**18, 10**9 + 7), powmod(2, 2**61 - 2, 2**61 - 1), 3.pow(10**18, 10**9 + 7)
def egcd(a, b) = b == 0 ? [a, 1, 0] : egcd(b, a % b).then { |g, x, y| [g, y, x - a / b * y] }
p egcd(240, 46), egcd(10**20, 3**30)
pi = 0
scale = 10**30
k = 0
term = nil
atan = ->(x) { s = t = scale / x; n = 3; sgn = -1; while t > 0 do t /= x * x; s += sgn * (t / n); sgn = -sgn; n += 2; end; s }
p 4 * (4 * atan.(5) - atan.(239)), pi, k, term
p (1..20).map { |i| 10**i - 1 }.sum, 123456789**5, (10**15 + 1) * (10**15 - 1), 99999999999 * 99999999999
