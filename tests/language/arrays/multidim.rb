g = Array.new(3) { |y| Array.new(4) { |x| y * 4 + x } }
p g, g[1][2], g.map { |r| r.sum }, g.transpose, g.flatten, g.map(&:dup).tap { |c| c[0][0] = 99 }[0], g[0][0], g.each_with_index.map { |r, y| r[y] }
g[1][1] += 100
g[2], g[0] = g[0], g[2]
p g
rot = g.transpose.map(&:reverse)
p rot
puts g.map { |r| r.map { |v| v.to_s.rjust(4) }.join }.join("\n")
p g.flat_map(&:itself).each_slice(4).to_a == g, g.inject(:+).size, g.sum(&:size), g.map(&:max).max, g.each.with_index.find { |r, i| r.include?(105) }&.last
s = [[3, "c"], [1, "a"], [2, "b"]]
p s.sort, s.sort_by(&:last), s.to_h, s.transpose, s.map(&:first).sum, s.assoc(1), s.rassoc("b"), s.min_by(&:first), s.each_with_object({}) { |(n, l), h| h[l] = n }
t = Array.new(2, Array.new(2, 0))
t[0][0] = 1
p t
j = [[1], [2, 3], []]
p j.map(&:size), j.flatten, j.sum([]), j.inject(:+), j.max_by(&:size), j.reject(&:empty?), j.dig(1, 1), j.dig(2, 0), (j.dig(1, 1, 1) rescue $!.message)
x = [1, [2, [3, [4, [5]]]]]
a, (b, (c, d)) = x
p a, b, c, d, x.flatten(2), x.dig(1, 1, 0)
