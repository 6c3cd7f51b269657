class P
  def m(a = :da, *r, k: :dk, **o, &b) = [a, r, k, o, b&.call]
  def n = :pn
  def each = (yield 1; yield 2)
  def self.cls(x) = [:pcls, x]
  def initialize(a = nil) = @a = a
  def [](i) = i
  def x=(v)
    @x = v
  end
  def pair(a, b) = [a, b]
end
class C < P
  def initialize(a, b)
    super(a)
    @b = b
  end
  def m(a = 1, *r, k: 2, **o, &b) = super
  def n = [super, super(), super.to_s]
  def each = super { |x| yield x * 10 }
  def self.cls(x) = super(x + 1) << :ccls
  def ab = [@a, @b]
  def [](i) = super(i + 1) + super
  def x=(v)
    super(v * 2)
  end
  def x = @x
end
c = C.new(1, 2)
p c.ab, c.m, c.m(5, 6, k: 7, z: 8) { :blk }, c.n, C.cls(1), c[1]
c.each { |x| print x, " " }
puts
c.x = 4
p c.x
class D < C
  def m(a, *)
    a = :changed
    super
  end
  def n = [1].map { super() }
  def pair(a, b)
    b = 9
    super
  end
end
d = D.new(0, 0)
p d.m(1, 2), d.n, d.pair(1, 2)
class E < P
  def m(...) = super
  def pair(a, b) = [1, 2].map { |x| super(x, b) }
end
p E.new.m(1, k: 3) { 4 }, E.new.pair(5, 6)
class F < P
  def m(*) = super
  def n = begin; super; ensure; print "ens "; end
  define_method(:pair) { |a, b| super(b, a) }
end
p F.new.m(3, 4), F.new.n, F.new.pair(1, 2)
class G < P
  def nope = super
  def z = defined?(super)
  def m = super(1, &nil)
  def n = super rescue :rescued
end
begin
  G.new.nope
rescue NoMethodError => e
  puts e.message.start_with?("super: no superclass method 'nope' for an instance of G")
end
p G.new.z, (G.new.m { 1 }), G.new.n
class Sing < P
  class << self
    def cls(x) = [:sing, *super]
  end
end
p Sing.cls(2)
o = P.new
def o.n = [:singleton, super]
p o.n
class MM < P
  def method_missing(n, *a) = n == :dyn ? [:mm, a] : super
  def respond_to_missing?(n, ip = false) = n == :dyn || super
end
p MM.new.dyn(1), MM.new.respond_to?(:dyn), MM.new.respond_to?(:other)
begin
  MM.new.other
rescue NoMethodError => e
  puts e.message.start_with?("undefined method 'other' for an instance of MM")
end
class H1 < P
  define_method(:m) { |a = 1| super }
end
begin
  H1.new.m
rescue RuntimeError => e
  puts e.message
end
