# &. everywhere.
n = nil
s = "str"
def boom = raise("evaluated")
p n&.length, s&.length, n&.foo(boom), n&.foo { boom }, n&.foo&.bar, s&.upcase&.length
p n&.foo.nil?, (n&.foo).nil?, s&.[](0), n&.[](boom), s&.+("x"), n&.+(boom)
class C
  attr_accessor :a, :h
  def initialize = @h = {}
  def [](k) = @h[k]
  def []=(k, v)
    @h[k] = v
  end
end
c = C.new
p((c&.a = 1), (n&.a = boom), c.a)
p((c&.a += 1), (n&.a += boom), (c&.a ||= boom), (c&.a &&= 5), (n&.a ||= boom), c.a)
p((c&.h[:x] = 3), c.h)
p c&.h&.[](:x), c&.h&.fetch(:x)
p n.to_a, n&.to_a
p n&.then { boom }, s&.then { |x| x * 2 }
p [nil, "a", nil]&.map { |q| q&.upcase }
p s&.method(:upcase)&.call
x = n&.foo || :default
p x
p n&.foo ? 1 : 2
if n&.foo then p :no else p :yes end
z = s&.sub("s", "z")
p z
p(*n&.to_a, 1)
p n&.foo(*boom), n&.foo(**boom), n&.foo(&boom)
t = false
p t&.class, t&.!
p n&.nil?, nil&.nil?.inspect
self&.then { p :self }
p c&.a&.succ
case n&.foo
when nil then p :nil_case
end
p "#{n&.foo}|"
p defined?(n&.foo), defined?(s&.length)
begin
  s&.nope
rescue NoMethodError => e
  puts e.message
end
w = { k: { l: 1 } }
p w[:k]&.[](:l), w[:z]&.[](:l), w.dig(:k, :l)
p n &.foo
p s
  &.upcase
  &.downcase
