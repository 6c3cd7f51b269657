log = []
outer = Fiber.new do
  log << :o1
  inner = Fiber.new do
    log << :i1
    Fiber.yield :from_inner
    log << :i2
    :inner_end
  end
  log << inner.resume
  Fiber.yield :from_outer
  log << inner.resume
  :outer_end
end
p outer.resume, log
p outer.resume, log
f1 = Fiber.new { 3.times { |i| Fiber.yield "a#{i}" }; nil }
f2 = Fiber.new { 3.times { |i| Fiber.yield "b#{i}" }; nil }
out = []
while f1.alive? || f2.alive?
  out << f1.resume if f1.alive?
  out << f2.resume if f2.alive?
end
p out.compact
self_f = nil
self_f = Fiber.new do
  self_f.resume
rescue FiberError => e
  e.message
end
puts self_f.resume
a = nil
b = Fiber.new { begin; a.resume; rescue FiberError => e; e.message; end }
a = Fiber.new { b.resume }
puts a.resume
def walk(t, &b)
  return unless t
  walk(t[0], &b)
  b.call(t[1])
  walk(t[2], &b)
end
tree = [[nil, 1, nil], 2, [[nil, 3, nil], 4, nil]]
w = Fiber.new { walk(tree) { |v| Fiber.yield v }; nil }
vals = []
while (v = w.resume)
  vals << v
end
p vals
each_f = Fiber.new { [10, 20, 30].each { |x| Fiber.yield x }; :end }
p 4.times.map { each_f.resume }
sorter = Fiber.new { [3, 1, 2].sort { |x, y| Fiber.yield([x, y].sort); x <=> y } }
r = sorter.resume
r = sorter.resume while sorter.alive?
p r
hd = Fiber.new { h = Hash.new { |hh, k| Fiber.yield(k); hh[k] = 1 }; h[:q]; h }
p hd.resume, hd.resume
pipeline = Fiber.new { |x| loop { x = Fiber.yield(x.map { |v| v + 1 }) } }
p pipeline.resume([1]), pipeline.resume([5, 6])
p Fiber.new { catch(:t) { Fiber.yield 1; throw :t, 2 } }.then { |f| [f.resume, f.resume] }
