a = [1, 2, 3]
a.each { |x| print x, " " }
a.each_with_index { |x, i| print x, ":", i, " " }
a.each_index { |i| print i, " " }
a.reverse_each { |x| print x, " " }
a.cycle(2) { |x| print x, " " }
puts
p a.each { }, a.each_with_index { }, a.each_index { }, a.reverse_each { }
p a.map { |x| x * 2 }, a.collect(&:to_s), a.map.with_index { |x, i| [i, x] }, a.each_with_index.map { |x, i| x * i }, a.each.with_index(1).to_a
p a.map!(&:succ), a, a.each_with_object([]) { |x, acc| acc << x }, a.flat_map { |x| [x, x] }, a.flat_map { |x| x }
p a.each_slice(2).to_a, a.each_cons(2).to_a, (1..7).each_slice(3).map(&:sum)
p a.zip([4, 5, 6], [7, 8]), a.zip, [1].zip([2]) { |x| print x.inspect, "\n" }
b = []
[3, 4].each.with_index(5) { |x, i| b << [x, i] }
p b
p a.inject { |s, x| s + x }, a.inject(10) { |s, x| s + x }, a.inject(:*), a.inject(2, :*), [].inject(:+), a.reduce(1) { |m, x| m * x }, a.sum { |x| x * 2 }, a.sum(0.0), ["a", "b"].sum("")
c = [1, 2, 3, 4]
c.each { |x| c.delete(x) if x == 2 }
p c
d = [1, 2]
d.each { |x| d << x + 2 if d.size < 6 }
p d
p [[1, 2], [3, 4]].map { |x, y| x + y }, [[1, [2, 3]]].map { |x, (y, z)| x + y + z }, [[1, 2]].each { |x| p x }
