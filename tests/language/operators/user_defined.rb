class Vec
  attr_reader :x, :y

  def initialize(x, y)
    @x = x
    @y = y
  end

  def +(o) = Vec.new(x + o.x, y + o.y)
  def -(o) = Vec.new(x - o.x, y - o.y)
  def *(k) = Vec.new(x * k, y * k)
  def /(k) = Vec.new(x / k, y / k)
  def %(k) = Vec.new(x % k, y % k)
  def **(k) = Vec.new(x**k, y**k)
  def -@ = Vec.new(-x, -y)
  def +@ = self
  def ~ = Vec.new(y, x)
  def ! = "not"
  def ==(o) = o.is_a?(Vec) && x == o.x && y == o.y
  def <=>(o) = x <=> o.x
  def <(o) = x < o.x
  def >(o) = x > o.x
  def <=(o) = x <= o.x
  def >=(o) = x >= o.x
  def ===(o) = o == x
  def [](i) = i == 0 ? x : y
  def <<(v) = Vec.new(x + v, y + v)
  def >>(v) = Vec.new(x - v, y - v)
  def &(o) = Vec.new(x & o.x, y & o.y)
  def |(o) = Vec.new(x | o.x, y | o.y)
  def ^(o) = Vec.new(x ^ o.x, y ^ o.y)
  def =~(o) = "match #{o}"
  def !~(o) = "no match #{o}"
  def call(*a) = a
  def coerce(n) = [Vec.new(n, n), self]
  def inspect = "(#{x},#{y})"

  def []=(i, v)
    i == 0 ? @x = v : @y = v
  end
end

a = Vec.new(6, 4)
b = Vec.new(3, 1)
p a + b, a - b, a * 2, a / 2, a % 4, a**2, -a, +a, ~a, !a, (not a)
p a == b, a == Vec.new(6, 4), a != b, a <=> b, a < b, a > b, a <= b, a >= b, a === 6
p a[0], a[1], a << 1, a >> 1, a & b, a | b, a ^ b, a =~ 1, a !~ 2, a.(1, 2), a.call
a[0] = 9
a[1] += 1
p a
p a.+(b), a.send(:-, b)
p 1 + a
a += b
p a
