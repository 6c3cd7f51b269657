def gcd(a, b) = b == 0 ? a : gcd(b, a % b)
def flat(a) = a.inject([]) { |r, x| x.is_a?(Array) ? r + flat(x) : r << x }
def pow(b, e) = e == 0 ? 1 : e.odd? ? b * pow(b, e - 1) : pow(b * b, e / 2)
def rev(s) = s.empty? ? "" : rev(s[1..]) + s[0]
def bin(n) = n < 2 ? n.to_s : bin(n / 2) + (n % 2).to_s
def sum(a) = a.empty? ? 0 : a[0] + sum(a[1..])
def comb(n, k) = k == 0 || k == n ? 1 : comb(n - 1, k - 1) + comb(n - 1, k)
def part(n, m = n) = n == 0 ? 1 : n < 0 || m == 0 ? 0 : part(n - m, m) + part(n, m - 1)
def power_set(s) = s.empty? ? [[]] : power_set(s[1..]).then { |r| r + r.map { |x| [s[0]] + x } }
def even(n) = n == 0 || odd(n - 1)
def odd(n) = n != 0 && even(n - 1)
def tak(x, y, z) = y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z
def depth(h) = h.is_a?(Hash) ? 1 + (h.values.map { |v| depth(v) }.max || 0) : 0
p gcd(1071, 462), flat([1, [2, [3, [[4]]]]]), pow(3, 40), rev("stressed"), bin(37), sum((1..50).to_a), comb(12, 5), part(20), power_set([1, 2, 3]), even(501), tak(10, 5, 2), depth({ a: { b: {} }, c: 1 })
