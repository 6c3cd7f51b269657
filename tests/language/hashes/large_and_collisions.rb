class Same
  attr_reader :v
  def initialize(v) = @v = v
  def hash = 1
  def eql?(o) = v == o.v
end
h = {}
200.times { |i| h[Same.new(i)] = i }
p h.size, h[Same.new(150)], h[Same.new(500)], h.delete(Same.new(10)), h.size, h.key?(Same.new(10)), h.values.sum
big = {}
5000.times { |i| big[i * 7919 % 10007] = i }
p big.size, big[7919], big.keys.first(3), big.sum { |k, v| v }
2500.times { |i| big.delete(i * 2 * 7919 % 10007) }
p big.size, big.first, big.keys.last
5000.times { |i| big["s#{i % 100}"] = i }
p big.size, big["s99"], big.count { |k, v| k.is_a?(String) }
c = big.dup
c.clear
p c.size, big.size, c[:x] = 1, c
i = {}
1000.times { |n| i[n] = n; i.delete(n - 5) }
p i.size, i.keys, i.shift, i.first
f = Hash.new { |hh, k| hh[k] = k.to_s }
1000.times { |n| f[n % 10] }
p f.size, f[3]
m = (1..300).to_h { |n| [[n, n.to_s], { n => n }] }
p m[[250, "250"]], m.keys.last, m.invert[{ 7 => 7 }], m.find { |k, v| v[100] }&.first
