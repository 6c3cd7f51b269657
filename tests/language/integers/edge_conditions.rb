m = 2**62 - 1
n = -(2**62)
p m, n, m + 1, n - 1, m.succ, n.pred, -n, m * -1, n * -1, n.abs, m - n, n - m, m + m, n + n, m * m, n * n, m << 1, n << 1, m >> 61, n >> 62, n / -1, n.divmod(-1), n % -1, m & n, m | n, m ^ n, ~m, ~n, m <=> n, m == m.to_f, n == n.to_f, m.to_f, n.to_f
p m.bit_length, n.bit_length, m.to_s, n.to_s(16), m.hash == (m + 0).hash, (m + 1 - 1).equal?(m), [m, m + 1, n, n - 1].sort, [m, n].minmax, m.fdiv(n), m.pow(2, 1000), m.gcd(n), m.digits.size, m[61], m[62], n[63], n[100]
x = m
3.times { x += 1 }
3.times { x -= 1 }
p x == m, x.equal?(m), x
y = 1
100.times { y *= 3 }
100.times { y /= 3 }
p y, (2**64 - 2**64), (2**64 / 2**63), (2**100 % 2**50), (2**100 - 2**100 + 5).equal?(5), 2**64 > 2**63, 2**64 == 2.0**64, 2**64 + 1 == 2.0**64, 2**64 <=> 2.0**64, (2**64).coerce(1), 1.5 + 2**64, 2**64 * 0, 0 * 2**64, 2**64 & 0
4.times { |i| p (m - 1 + i), (m - 1 + i).class, (n + 1 - i) }
i = m - 2
5.times { i += 1; print i > m, " " }
puts
p 3037000499**2, 3037000500**2, 4294967295 * 4294967297, -4294967296 * 4294967296, 46340 * 46341, 1 << 61, 1 << 62, -1 << 62, -1 << 63, 2**31 * 2**31, -(2**31) * 2**31
