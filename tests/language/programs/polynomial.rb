class Poly
  attr_reader :c
  def initialize(*c)
    @c = c
    @c.pop while @c.size > 1 && @c.last == 0
  end
  def +(o) = Poly.new(*Array.new([c.size, o.c.size].max) { |i| (c[i] || 0) + (o.c[i] || 0) })
  def -(o) = self + -o
  def -@ = Poly.new(*c.map(&:-@))
  def *(o)
    r = Array.new(c.size + o.c.size - 1, 0)
    c.each_with_index { |a, i| o.c.each_with_index { |b, j| r[i + j] += a * b } }
    Poly.new(*r)
  end
  def **(n) = n == 0 ? Poly.new(1) : self * self**(n - 1)
  def call(x) = c.reverse.inject { |s, k| s * x + k }
  def ==(o) = c == o.c
  def degree = c.size - 1
  def to_s
    t = c.each_with_index.reject { |k, _| k == 0 }.map { |k, i| i == 0 ? k.to_s : "#{k unless k == 1}x#{"^#{i}" if i > 1}" }
    t.empty? ? "0" : t.reverse.join(" + ")
  end
end
a = Poly.new(1, 1)
b = Poly.new(-1, 1)
puts a, b, a * b, a + b, a - a, a**5
p a.(2), (a**10).(1), (a * b).degree, a * b == Poly.new(-1, 0, 1), (a**30).c.max
