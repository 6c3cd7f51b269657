a = Array.new(20_000) { |i| i }
p a.sum, a.size, a[19_999], a.last(2), a.reverse.first, a.each_slice(1000).map(&:sum).sum
a.delete_if(&:odd?)
p a.size, a[100]
a.concat(a)
p a.size
a.uniq!
p a.size
b = a.map { |x| x.to_s }
p b.join.size, b.max_by(&:size), b.include?("19998"), b.index("19998")
c = []
30_000.times { |i| c.push(i); c.shift if c.size > 100 }
p c.size, c.first, c.last
d = Array.new(100) { Array.new(100, 1) }
p d.flatten.size, d.sum { |r| r.sum }
e = (1..1000).to_a.each_cons(10).map(&:sum)
p e.size, e.first, e.last
x = *(1..10_000)
p x.size
y = [*x, *x]
p y.size
def count(*args) = args.size
p count(*x)
p [x, y].map(&:size), x.first(3) + y.last(3)
