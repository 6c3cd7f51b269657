Pt = Struct.new(:x, :y) do
  include Comparable
  def <=>(o) = [x, y] <=> [o.x, o.y]
  def +(o) = Pt.new(x + o.x, y + o.y)
  class << self
    def zero = new(0, 0)
    alias at new
  end
  ORDER = [:x, :y]
end
a = Pt.at(1, 2)
p a + Pt.zero, [Pt.new(2, 1), a].sort, a > Pt.zero, a.to_a.sum, ORDER
x, y = *a
p x, y, a.each.map { |v| v * 2 }, a.to_h.map { |k, v| "#{k}=#{v}" }, a.each_pair { |k, v| print k, v, " " }.equal?(a)
a.x += 10
a[:y] -= 1
a[0] *= 2
p a, a.frozen?, a.values, a.length, Pt.members, a == a.dup, a.equal?(a.dup), a.eql?(Pt.new(22, 1)), [a, a.dup].uniq.size
N = Struct.new(:val, :nxt)
l = [3, 2, 1].inject(nil) { |n, v| N.new(v, n) }
p l, l.nxt.nxt.val, l.dig(:nxt, :nxt, :val)
O = Struct.new(:a, :b, keyword_init: true) do
  def initialize(a: 1, **) = super
end
p O.new, O.new(b: 5), O.new(a: 2).to_h, (O.new(c: 1) rescue $!.message)
Q = Struct.new(:a, :b) { def initialize(a, b = a * 2) = super }
p Q.new(1), Q.new(1, 5), Q.new(1).b
class Person < Struct.new(:first, :last)
  def full = "#{first} #{last}"
  def to_s = "<#{full}>"
end
pe = Person.new("A", "B")
p pe.full, pe.inspect, "#{pe}", pe == Person.new("A", "B"), Person.superclass.superclass, pe.is_a?(Struct)
h = { a => 1 }
p h[Pt.new(22, 1)], a.hash == Pt.new(22, 1).hash, a.sum, a.select(&:even?), a.max, a.include?(1), a.zip([1, 2]), a.filter_map { |v| v if v > 5 }
