log = []
f = Fiber.new do
  begin
    log << :start
    Fiber.yield 1
    raise "inside"
  rescue => e
    log << e.message
    Fiber.yield 2
  ensure
    log << :ensure
  end
  3
end
p f.resume, f.resume, log, f.resume, log, f.alive?
outer = Fiber.new do
  inner = Fiber.new { Fiber.yield :i; raise ArgumentError, "from inner" }
  begin
    [inner.resume, inner.resume]
  rescue ArgumentError => e
    Fiber.yield e.message
    :recovered
  end
end
p outer.resume, outer.resume
def each_in_fiber(a) = Fiber.new { a.each { |x| Fiber.yield x }; :end }
e = each_in_fiber([1, 2])
p e.resume, e.resume, e.resume, (e.resume rescue $!.class)
g = Fiber.new { catch(:t) { Fiber.yield 1; throw :t, 2 } }
p g.resume, g.resume
h = Fiber.new { [3, 1, 2].sort_by { |x| Fiber.yield(x); -x } }
p h.resume, h.resume, h.resume, h.resume
k = Fiber.new { begin; Fiber.yield 1; ensure; log << :k; end }
k.resume
k = nil
m = Fiber.new { |x| Hash.new { |hh, q| hh[q] = Fiber.yield(q) }.then { |hh| [hh[:a], hh[:b], hh[:a], x] } }
p m.resume(0), m.resume(1), m.resume(2)
x = Fiber.new { begin; raise "a"; rescue; Fiber.yield $!.message; $!.message; end }
begin
  raise "main"
rescue
  p x.resume, $!.message, x.resume, $!.message
end
p $!
