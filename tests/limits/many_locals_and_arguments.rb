def many(*a) = a.size
p many(*(1..50_000))
p [*(1..50_000)].size
h = (1..5_000).to_h { |i| [:"k#{i}", i] }
def kws(**k) = k.size
p kws(**h)
a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = 1
p a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9
s = (1..2000).map { |i| "v#{i}" }
p s.join.size
p (1..1000).inject { |x, y| x + y }
l = 300.times.inject(->(x) { x }) { |f, i| ->(x) { f.(x + 1) } }
p l.(0)
