f = Fiber.new do |x|
  puts "start #{x}"
  y = Fiber.yield(x + 1)
  puts "got #{y}"
  z = Fiber.yield(y + 1)
  puts "got #{z}"
  :done
end
p f.alive?, f.resume(1), f.resume(10), f.alive?, f.resume(20), f.alive?
begin
  f.resume
rescue FiberError => e
  puts e.message
end
g = Fiber.new { 1 }
p g.resume, (g.resume rescue $!.class)
h = Fiber.new { |a, b| Fiber.yield(a, b); Fiber.yield; Fiber.yield(*[1, 2]); nil }
p h.resume(1, 2), h.resume, h.resume, h.resume, h.alive?
gen = Fiber.new do
  a, b = 0, 1
  loop do
    Fiber.yield a
    a, b = b, a + b
  end
end
p Array.new(15) { gen.resume }
begin
  Fiber.yield
rescue FiberError => e
  puts e.message
end
begin
  Fiber.new
rescue ArgumentError => e
  puts e.message
end
e = Fiber.new { raise ArgumentError, "inside" }
begin
  e.resume
rescue ArgumentError => x
  puts x.message
end
p e.alive?
r = Fiber.new { begin; Fiber.yield 1; ensure; puts "ensure ran"; end; 2 }
p r.resume, r.resume
c = Fiber.new { |v| v = Fiber.yield(v * 2) while v < 100; v }
v = 1
v = c.resume(v) while c.alive?
p v
p Fiber.new { |*a, k: 1| [a, k] }.resume(1, 2, k: 3)
p Fiber.new { next 5 }.resume, Fiber.new(&-> { 6 }).resume, Fiber.new { 1 }.class
