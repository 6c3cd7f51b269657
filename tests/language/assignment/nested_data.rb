data = { list: [1, { deep: [10, 20] }], name: "n" }
data[:list][1][:deep][0] += 5
data[:list][0] -= 1
data[:name] += "!"
data[:new] ||= {}
data[:new][:x] ||= []
data[:new][:x] << 1
p data
m = Array.new(2) { Array.new(2, 0) }
m[0][1], m[1][0] = 5, 6
m[1][1] += 7
p m
h = Hash.new { |hh, k| hh[k] = Hash.new { |h2, k2| h2[k2] = 0 } }
h[:a][:b] += 1
h[:a][:c] -= 1
p h
a = [[1, [2, 3]], [4, [5, 6]]]
a.each { |x, (y, z)| print x + y + z, " " }
(p1, (q1, r1)), (p2, (q2, r2)) = a
puts
p [p1, q1, r1, p2, q2, r2]
s = Struct.new(:v).new([1, 2])
s.v[0] += 10
s.v += [3]
p s.v
x = y = []
x << 1
p y, x.equal?(y)
x += [2]
p x, y
