h = { "b" => 1, :a => 2 }
p h.to_a, h.keys.map(&:class), h.length, h.eql?(h.dup), h == h.dup, h.equal?(h.dup), h.dup.equal?(h)
p h.min_by { |k, v| v }, h.sum { |_, v| v }, h.entries, h.reduce([]) { |a, (k, v)| a << v }
p h.group_by { |_, v| v.even? }, h.partition { |_, v| v > 1 }, h.each_cons(2).to_a, h.reject { |k| k == :a }
d = { a: { b: { c: 1 } } }
p d.dig(:a, :b, :c), d[:a][:b], d.dig(:a, :x, :c), d.to_a.flatten
e = d.dup
e[:a][:b] = 2
p d
p h.frozen?, h.freeze.frozen?, h.merge({ z: 1 }).frozen?
def kw(**o) = o
p kw(**{ a: 1 }), kw(a: 1, **{ b: 2 }), kw
def opt(h = {}) = h
p opt(a: 1), opt({ "x" => 1 }), opt
x = { a: 1, **({ b: 2 }), c: 3 }
p x, { **x, a: 0 }
p x.filter_map { |k, v| "#{k}=#{v}" if v > 1 }.join("&"), x.each_with_index.map { |(k, v), i| [k, v, i] }
y = x.each_with_object({}) { |(k, v), m| m[v] = k }
p y, y.sort_by { |k, _| -k }.to_h, y.sum { |k, _| k }, y.find { |k, v| v == :b }&.first
p x.deconstruct_keys(nil), x.to_proc.call(:a), %i[a b].map(&x), x.compare_by_identity.class
z = Hash.new { |hash, k| hash[k] = Hash.new(0) }
z[:a][:b] += 1
z[:a][:c] += 2
p z, z.transform_values(&:size)
p x.inspect.frozen?, {}.inspect, { nil => nil }.inspect, { "a" => :b, c: "d" }.to_s
