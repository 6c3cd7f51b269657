tree = Hash.new { |h, k| h[k] = Hash.new(&h.default_proc) }
tree[:a][:b][:c] = 1
tree[:a][:d] = 2
p tree, tree[:x][:y], tree.keys
g = Hash.new { |h, k| h[k] = [] }
%w[apple bob avocado cat bear].each { |w| g[w[0]] << w }
p g, g.transform_values(&:size), g.fetch("z", :none), g.size, g.dig("a", 0)
c = Hash.new(0)
"hello world".each_char { |ch| c[ch] += 1 unless ch == " " }
p c.sort_by { |k, v| [-v, k] }.first(3), c.max_by { |_, v| v }, c.sum { |_, v| v }, c["zz"], c.key?("zz")
m = Hash.new { |h, (a, b)| h[[a, b]] = a * b }
p m[[3, 4]], m
d = Hash.new { |h, k| k.to_s * 2 }
p d[:ab], d.size, d.fetch(:q, 0), d.to_a, d.values_at(:x, :y), d.dig(:z), (d.fetch(:q) rescue $!.message)
e = Hash.new(5).merge({ a: 1 })
p e[:zz], e.default, e.dup[:q], e.to_h[:q], e.select { true }[:q], e.reject { false }.default, { a: 1 }.merge(Hash.new(9))[:q]
n = Hash.new { raise KeyError, "strict" }
p (n[:a] rescue $!.message), n.key?(:a), n.to_a
