fibers = Array.new(200) { |i| Fiber.new { |x| 5.times { |j| x = Fiber.yield(i * j + x) }; :end } }
sum = 0
fibers.each { |f| sum += f.resume(0) }
4.times { |r| fibers.each { |f| sum += f.resume(r) } }
p sum, fibers.map { |f| f.resume(0) }.uniq, fibers.any?(&:alive?)
1000.times { |i| f = Fiber.new { Fiber.yield i; i + 1 }; raise unless f.resume == i; raise unless f.resume == i + 1 }
puts "1000 short fibers"
abandoned = Array.new(100) { |i| f = Fiber.new { s = "local#{i}"; Fiber.yield s; s }; f.resume; f }
GC.start
p abandoned.map(&:resume).last, abandoned.size
def depth(n) = n == 0 ? Fiber.yield(:deep) : depth(n - 1) + 1
f = Fiber.new { depth(500) }
p f.resume, f.resume(0)
chain = nil
50.times { |i| prev = chain; chain = Fiber.new { |x| prev ? prev.resume(x + 1) : x } }
p chain.resume(0)
prod = Fiber.new { 1000.times { |i| Fiber.yield i }; nil }
filt = Fiber.new { while (x = prod.resume) do Fiber.yield x if x % 7 == 0 end; nil }
tot = 0
while (x = filt.resume)
  tot += x
end
p tot
e = [1, 2, 3].each
p e.next, e.next, e.next, (begin; e.next; rescue StopIteration; :stop; end)
enums = Array.new(20) { |i| Enumerator.new { |y| 10.times { |j| y << i + j } } }
p enums.sum { |en| en.next + en.next + en.next }
