a = 1
[2].each { |b| a += b; [3].each { |c| a += c; d = a; [4].each { |e| a += d + e } } }
p a
def three
  x = 0
  inc = ->(by) { x += by }
  2.times { |i| 2.times { |j| inc.(i + j) } }
  x
end
p three
res = [1, 2].flat_map { |i| [10, 20].map { |j| [i, j].then { |(q, r)| q + r } } }
p res
depth = ->(n) { n == 0 ? [] : [depth.(n - 1)] }
p depth.(5)
fs = [1, 2].map { |i| [3, 4].map { |j| -> { i * j } } }.flatten
p fs.map(&:call)
def builder
  out = []
  add = ->(x) { out << x; add2 = ->(y) { out << [x, y] }; add2 }
  add.(1).(2)
  add.(3)
  out
end
p builder
v = 1
l = ->(v) { ->(w) { v + w } }
p l.(5).(6), v
m = 10
[1].each { m = 20; 1.times { m = 30; n = m } }
p m, defined?(n)
def blk_self = yield
class Inner
  def go = blk { self.class }
  def blk = yield
end
p Inner.new.go
z = 0
(1..3).each { |i| (1..i).each { |j| next if j == 2; z += j } }
p z
def early_exit
  [1, 2, 3].each do |i|
    [4, 5].each do |j|
      [6].each { |k| return [i, j, k] if i == 2 && j == 5 }
    end
  end
end
p early_exit
sum = 0
add_all = lambda { |*xs, &b| xs.each { |x| sum += b ? b.(x) : x } }
add_all.(1, 2) { |x| x * 10 }
add_all.(1)
p sum
acc = [1, 2, 3].each_with_object({}) { |i, h| h[i] = ->(x) { x * i } }
p acc.transform_values { |f| f[2] }
