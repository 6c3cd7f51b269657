x = 1
@i = 1
@@c = 1 if false
$g_defined = 1
A = 1
def m = 1
p defined?(x), defined?(@i), defined?(@nope), defined?($g_defined), defined?($nope_g)
p defined?(A), defined?(Nope), defined?(Math::PI), defined?(Math::NOPE), defined?(Nope::X)
p defined?(m), defined?(nope), defined?(x.size), defined?(x.nope), defined?("s".upcase)
p defined?(1 + 1), defined?(x = 2), defined?(x += 2), defined?(yield), defined?(super)
p defined?(nil), defined?(true), defined?(self), defined?([1]), defined?({}), defined?("a#{1}")
p defined?(if x then 1 end), defined?(x && x), defined?(-> {}), defined?(puts "a")
def y = defined?(yield)
p y, y {}
class P1
  def a = 1
end
class P2 < P1
  def a = defined?(super)
  def b = defined?(super)
end
p P2.new.a, P2.new.b
p x
p defined?(@i = 2), @i
p defined?(String.new), defined?(String.nope), defined?(Object.new.nope.more)
