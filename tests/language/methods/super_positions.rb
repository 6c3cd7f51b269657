# super in every position.
class A
  def m(*a, **k, &b) = ["A#m", a, k, b ? b.call : nil]
  def self.s(*a) = ["A.s", a]
  def opt(a, b = 2, *c, d, e: 5, **f, &g) = [a, b, c, d, e, f, g&.call]
  def attr=(v)
    @v = ["A", v]
  end
  attr_reader :v
  def [](i) = "A[#{i}]"
  def +(o) = "A+#{o}"
  def method_missing(n, *a) = n.to_s.start_with?("mm") ? ["A mm", n, a] : super
  def respond_to_missing?(n, p = false) = n.to_s.start_with?("mm") || super
end
module M
  def m(*a, **k) = ["M", super]
end
class B < A
  include M
  def m(a, k: 1)
    a = a + 1
    k += 1
    [super, super(), super(a), super(a, k:), super(*[1, 2], **{ z: 1 }), super { :blk }, super(&nil)]
  end
  def self.s(x) = [super, super(), [1].map { super }]
  def opt(a, b = 3, *c, d, e: 6, **f, &g)
    a = :changed
    c << :more
    super
  end
  def attr=(v)
    super
    super(v * 2)
  end
  def [](i) = super + super(i + 1)
  def +(o) = super
  def mm_x = super
  def blk = [1, 2].map { |x| [x].each { |y| return super } } rescue $!.message
  def blk2(n)
    [1].map { n += 1; super }
  rescue NoMethodError => e
    e.message
  end
  def ens(*)
    super
  rescue NoMethodError => e
    "rescued #{e.message}"
  ensure
    print "ensure "
  end
end
b = B.new
p b.m(1), B.s(5), b.opt(1, 2), b.opt(1, 2, 3, 4, e: 7, z: 8) { 9 }
b.attr = 3
p b.v, b[1], b + 2, b.mm_x, b.blk, b.blk2(1), b.ens(1)
begin
  b.nothing
rescue NoMethodError => e
  p e.message
end
p b.respond_to?(:mm_q), b.respond_to?(:zz)
class C < A
  define_method(:m) { |*a, **k, &blk| super(*a, **k, &blk) }
  define_method(:bad) { |x| super }
end
p C.new.m(1, z: 2) { 3 }
begin
  C.new.bad(1)
rescue RuntimeError => e
  p e.class, e.message
end
class D < A
  def m(a, (b, c), *d) = super
  def opt(_, _, *) = [1].map { super }
end
p D.new.m(1, [2, 3], 4), D.new.opt(1, 2, 3)
o = A.new
def o.m(*a) = ["singleton", super]
p o.m(1)
class A
  def to_s = "to_s #{super[0, 4]}"
  def inspect = super.class
  def ==(x) = super || x == 1
  def respond_to?(*) = super
end
p A.new.to_s, A.new == 1, A.new == 2, A.new.respond_to?(:m)
module P
  def m(*) = ["P", *super]
end
class E < A
  prepend P
  def m(x = 1) = ["E", *super]
end
p E.new.m, E.new.m(2), E.ancestors.first(3)
module K
  def build(*a) = [:K, a]
end
class F
  extend K
  def self.build(*a) = super(*a, :more)
  class << self
    def other = 1
  end
end
class G < F
  class << self
    def build(x) = super
    def other = super + 1
  end
end
p F.build(1), G.build(2), G.other
class H
  def initialize(a, b: 2) = (@a, @b = a, b)
  attr_reader :a, :b
end
class I < H
  def initialize(a, b: 3, c: 4)
    super(a, b:)
    @c = c
  end
end
i = I.new(1, c: 5)
p i.a, i.b
class J < H
  def initialize(*, **) = super
end
p J.new(1, b: 9).b
s = Class.new(A) { def m(a) = -> { super }.call }
p s.new.m(7)
s = Class.new(A) { def m(a) = [1].each { |x| break super } }
p s.new.m(8)
s = Class.new(A) { def m(a, b = a * 2, *r, k: b) = (a = 0; super) }
p s.new.m(3), s.new.m(3, 4, 5, k: 6)
