p (catch(:o) { Fiber.new { throw :o, 1 }.resume } rescue $!.class)
f = Fiber.new { catch(:x) { Fiber.yield 1; throw :x, 5 } }
f.resume
p catch(:x) { f.resume }
p catch(:x) { g = Fiber.new { catch(:y) { Fiber.yield } ; 7 }; g.resume; begin; throw :y; rescue UncaughtThrowError => e; p e.message; end; g.resume }
p Fiber.new { |*a, k: 1| [a, k] }.resume(1, 2, k: 3)
p Fiber.new { |a, **o| [a, o] }.resume(1, z: 2)
f = Fiber.new { Fiber.yield }
f.resume
p f.resume(1, z: 2)
begin
 at_exit { puts "no" }
 exit!(3)
ensure
 puts "not"
end
