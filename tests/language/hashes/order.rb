h = { b: 1, a: 2 }
h[:c] = 3
h[:a] = 4
p h
h.delete(:b)
h[:b] = 5
p h, h.keys, h.values, h.to_a, h.first, h.first(2)
p h.min_by { |_, v| v }, h.sort.to_h, h.sort_by { |k, v| -v }, h.max_by { |k, v| v }, h.sum { |k, v| v }
g = {}
100.times { |i| g["k#{i}"] = i }
50.times { |i| g.delete("k#{i * 2}") }
p g.size, g.keys.first(3), g.values.last(3)
50.times { |i| g["n#{i}"] = i }
p g.size, g.keys.last, g.first
p g.shift, g.shift, g.size
p h.invert, h.key(5), h.key(99), h.rassoc(5), h.assoc(:a)
p({ a: 1, b: 2 } == { b: 2, a: 1 }, { a: 1 }.hash == { a: 1 }.hash, { a: 1, b: 2 }.hash == { b: 2, a: 1 }.hash)
