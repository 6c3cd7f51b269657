h = Hash.new(5)
p h[:x], h.size, h.default, h.fetch(:x, 1), h.key?(:x), h.dig(:x)
h[:x] += 1
p h
g = Hash.new { |hash, key| hash[key] = key.to_s * 2 }
p g[:ab], g[:cd], g, g.default, g.default_proc.class, g.default_proc.lambda?
l = Hash.new { |hash, k| [] }
l[:a] << 1
p l, l[:a]
s = Hash.new([])
s[:a] << 1
s[:b] << 2
p s, s[:z]
f = Hash.new { |hash, n| hash[n] = n < 2 ? n : hash[n - 1] + hash[n - 2] }
p f[60]
d = {}
d.default = 3
p d[:q], d.default
d.default_proc = proc { |hh, k| k }
p d[:q], d.default
begin
  {}.fetch(:a)
rescue KeyError => e
  puts e.message
  p e.key, e.receiver
end
begin
  { "a" => 1 }.fetch("b")
rescue KeyError => e
  puts e.message
end
p({}.fetch(:a) { |k| "#{k}!" }, Hash.new(0).fetch(:a, nil))
c = Hash.new(0)
"mississippi".each_char { |ch| c[ch] += 1 }
p c, c.default, c.to_a.size
begin
  Hash.new(1) { 2 }
rescue ArgumentError => e
  puts e.message
end
p Hash.new(capacity: 10), Hash[[[1, 2]]], Hash[1, 2, 3, 4], Hash[{ a: 1 }], Hash([]), Hash(nil)
