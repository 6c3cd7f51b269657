a = 123456789012345678901234567890
b = 987654321098765432109876543210
p a + b, b - a, a - b, a * b, b / a, b % a, -b / a, -b % a, b / -a, b % -a
p a * 0, a + 0, a * 1, a * -1, a - a
p b.divmod(a), (-b).divmod(a), b.divmod(-a), a.divmod(7), (-a).divmod(7)
p a.remainder(-7), -a.remainder(7)
p a ** 2, a ** 0, 10**30, 7**77
p a <=> b, a == a + 0, a < b, a > 1, a == 1, a.eql?(a * 1), a == a.to_f
p a.to_f, b.to_f, (10**400).to_f, -(10**400).to_f
p a.fdiv(b), a / 2.0, a * 0.5, a + 1.5
p (10**20).to_s, (10**20).inspect, (10**20).to_s(16), (10**20).to_s(2).size, (10**20).to_s(36)
p a.even?, b.odd?, a.zero?, a.hash == (a + 0).hash, a.bit_length, a.digits.size
p 10**18 * 10**18 / 10**18 == 10**18
p (10**50 + 1) % 10**10, (3**200) / (3**198)
p a.gcd(b), a.lcm(12), (2**100).pow(3, 1000), a.pred, a.succ
p Integer.sqrt(10**40), Integer.sqrt(24), Integer.sqrt(2**64 - 1)
h = { 10**20 => :big }
p h[10**20], h[100000000000000000000]
begin
  a / 0
rescue ZeroDivisionError => e
  puts e.message
end
