class T
  def initialize(k) = @k = k
  def scale(x) = x * @k
  def pair(a, b) = [a, b, @k]
  def each_scaled(a, &b) = a.map(&method(:scale)).each(&b)
end
t = T.new(3)
p [1, 2].map(&t.method(:scale)), t.method(:scale).to_proc.(5), t.method(:scale).unbind.bind(T.new(4)).call(2), [[1, 2]].map { |a| t.pair(*a) }, (t.method(:scale) >> t.method(:scale)).(1), (t.method(:scale) << ->(x) { x + 1 }).(1)
t.each_scaled([1, 2]) { |x| print x, " " }
puts
p %w[1 2].map(&method(:Integer)), [1, 4].map(&Math.method(:sqrt)), [3, 1].sort_by(&:-@)
p [1, 2, 3].inject(&:+), [[1, 2], [3]].sum(&:size), { a: 1 }.map(&:first), [:a].map(&{ a: 5 }), [1, 2].each_slice(1).map(&:first)
def takes(&b) = b
pr = takes(&t.method(:pair))
p pr.lambda?, pr.arity, (pr.call(1) rescue $!.message), pr.call(1, 2)
m = [1, 2].method(:each)
p m.call { }.class, m.unbind.name
