P = Struct.new(:x, :y) do
  def dist = Math.sqrt(x * x + y * y)
  def to_s = "P(#{x},#{y})"
  def self.unit = new(1, 0)
end
a = P.new(3, 4)
p a, a.x, a.y, a.dist, a[0], a["y"], a[:x], a[-1], a.to_a, a.to_h, a.members, P.members, a.size, a.values, a.each.to_a, P.unit, a == P.new(3, 4), a.eql?(P.new(3.0, 4)), a == P.new(3.0, 4), a.hash == P.new(3, 4).hash
puts a, "#{a}", a.inspect
a.x = 10
a[:y] = 20
a[0] += 1
p a, a.dup == a, P.new(1), P.new, P.new(1) == P.new(1, nil), a.each_pair.to_a, a.select(&:odd?), a.map { |v| v * 2 }, a.sum, a.include?(20), a.values_at(0, 1), a.dig(:x), a.deconstruct, a.deconstruct_keys([:x])
x, y = *a
p x, y
K = Struct.new(:a, :b, keyword_init: true)
k = K.new(a: 1, b: 2)
p k, k.a, K.new(a: 1), K.keyword_init?, K.members
M = Struct.new(:a, :b)
p M.new(a: 1, b: 2), M.new({ a: 1 })
class Sub < Struct.new(:v)
  def initialize(v) = super(v * 2)
  def double = v * 2
end
p Sub.new(4).v, Sub.new(1), Sub.ancestors.include?(Struct), Sub.new(1).double
Cmp = Struct.new(:n) do
  include Comparable
  def <=>(o) = n <=> o.n
end
p Cmp.new(1) < Cmp.new(2), [Cmp.new(3), Cmp.new(1)].min, [Cmp.new(3), Cmp.new(1)].sort.map(&:n)
[-> { P.new(1, 2, 3) }, -> { a[5] }, -> { a[:nope] }, -> { a["zz"] = 1 }, -> { a[-3] }, -> { K.new(1) }, -> { K.new(c: 1) }, -> { Struct.new }, -> { Struct.new("lower") }, -> { a.freeze.x = 1 }, -> { Struct.new(:a, :a) }, -> { a[nil] }].each do |l|
  l.call
rescue ArgumentError, IndexError, NameError, FrozenError, TypeError => e
  puts "#{e.class}: #{e.message}"
end
n = Struct.new(:left, :right)
t = n.new(n.new(1, 2), n.new(3, nil))
p t.left.right, t.to_a.size, t == n.new(n.new(1, 2), n.new(3, nil)), t.dig(:left, :right)
p a.frozen?, P.new(1, [2]).to_s, P.instance_methods(false).sort, a.each { }.equal?(a), P.new(5, 6).then { |s| s.x + s.y }, (P.new(1, 2) <=> 1), P.new(1, 2).to_h { |kk, v| [kk.to_s, v] }
h = { P.new(1, 2) => :found }
p h[P.new(1, 2)], [P.new(1, 2), P.new(1, 2)].uniq.size, P.new(nil, nil).to_a.compact, P.new("s", :t).inspect
