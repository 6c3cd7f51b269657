f = Fiber.new do
  Fiber.yield 1
rescue => e
  "rescued #{e.message}"
end
f.resume
p f.raise("injected"), f.alive?
g = Fiber.new { Fiber.yield 1 }
g.resume
begin
  g.raise ArgumentError, "unhandled"
rescue ArgumentError => e
  puts e.message
end
p g.alive?
h = Fiber.new { 1 }
begin
  h.raise "not started"
rescue => e
  puts e.class, e.message
end
i = Fiber.new { begin; Fiber.yield; ensure; print "ens "; end }
i.resume
begin
  i.raise IOError
rescue IOError => e
  puts e.message
end
begin
  Fiber.new { return 1 }.resume
rescue LocalJumpError => e
  puts e.message
end
begin
  Fiber.new { break 1 }.resume
rescue LocalJumpError => e
  puts e.message
end
begin
  Fiber.new { throw :outer }.resume
rescue UncaughtThrowError => e
  puts e.message
end
begin
  catch(:o) { Fiber.new { throw :o, 1 }.resume }
rescue UncaughtThrowError => e
  puts e.message
end
begin
  Fiber.new { |a| a.foo }.resume
rescue NoMethodError => e
  puts e.message
end
l = Fiber.new(&->(x) { x })
begin
  l.resume
rescue ArgumentError => e
  puts e.message
end
k = Fiber.new { Fiber.new { raise "two deep" }.resume }
begin
  k.resume
rescue => e
  puts e.message, e.backtrace.size
end
p k.alive?

over = Fiber.new { 1 }
over.resume
begin
  over.raise("too late")
rescue FiberError => error
  p error.message
end
