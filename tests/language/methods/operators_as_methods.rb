p 1.+(2), 5.-(3), 2.*(3), 7./(2), 7.%(4), 2.**(5), 1.<(2), 1.==(1), 1.<=>(2), [1, 2].[](0), "a".+("b"), 5.-@, 5.~, true.&(false), nil.!, 1.!=(2), [1].<<(2), "%d".%(5), 5.<<(1)
a = [1, 2]
a.[]=(0, 9)
p a, a.send(:[], 1), a.method(:<<).call(3), [[:+, 3], [:*, 4], [:-, 1]].inject(2) { |s, (o, v)| s.send(o, v) }
class M
  def method_missing(n, *a) = [n, *a]
  def respond_to_missing?(*) = true
end
m = M.new
p m + 1, m - 1, m[1, 2], m << 3, (m.foo = 5), m =~ 1, -m, +m, ~m, m.(1), m <= 2, m ** 3, m % 4, (m[1] = 2), m > 1, m & 1, m ^ 2
class Idx
  def [](*a, **k, &b) = [a, k]
  def []=(*a)
    @last = a
  end
  attr_reader :last
end
i = Idx.new
p i[], i[1], i[1, 2], i[*[1, 2]], (i[1, 2] = 3), i.last, (i[] = 4), i.last, (i[*[5, 6]] = 7), i.last
p (i[1] += [5])
class Call
  def call(*a, **k, &b) = [a, k, b&.call]
  def to_proc = ->(x) { x * 2 }
end
c = Call.new
p c.(), c.(1, k: 2) { 3 }, c::call(4), [1, 2].map(&c)
