class Rec
  attr_reader :calls
  def initialize = @calls = []
  def method_missing(n, *a, &b)
    @calls << [n, a, !b.nil?]
    self
  end
  def respond_to_missing?(n, priv = false) = n != :hidden
end
r = Rec.new
r.a.b(1).c { }.d(*[2, 3])
p r.calls, r.respond_to?(:zork), r.respond_to?(:hidden), r.method(:zork).arity
x = Rec.new
x.foo ||= 5
x.bar = 1
p x.calls
class Kw
  def method_missing(n, *a, k: :none, **o) = [n, a, k, o]
end
p Kw.new.x(1, k: 2, z: 3), Kw.new.y
class Str
  def method_missing(n) = n.to_s.end_with?("?") ? true : super
  def respond_to_missing?(n, p = false) = n.end_with?("?") || super
end
p Str.new.any?, Str.new.respond_to?(:x?), Str.new.respond_to?(:x), (Str.new.x rescue $!.class)
