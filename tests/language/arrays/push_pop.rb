a = []
a << 1 << 2
a.push(3, 4)
a.append(5)
p a
p a.pop, a.shift, a
a.unshift(0)
a.prepend(-2, -1)
p a
p a.pop(2), a.shift(2), a
p [].pop, [].shift, [].pop(2), [].shift(2)
a.insert(1, :x, :y)
p a
a.insert(-2, :z)
p a
a.insert(8, :far)
p a
a.concat([1], [2, 3])
p a
q = []
1000.times { |i| q << i }
s = 0
s += q.shift until q.empty?
p s
q.push(1)
p q.push, q.unshift, q
300.times { |i| q.unshift(i) }
p q.size, q.first, q.last
100.times { q.shift; q.push(:n) }
p q.size, q.count(:n)
a.clear
p a, a.frozen?
begin
  [1].pop(-1)
rescue ArgumentError => e
  puts e.message
end
