class Frac
  include Comparable
  attr_reader :n, :d
  def initialize(n, d = 1)
    raise ZeroDivisionError, "zero denominator" if d == 0
    g = n.gcd(d) * (d <=> 0)
    @n, @d = n / g, d / g
  end
  def +(o) = op(o) { |x| Frac.new(n * x.d + x.n * d, d * x.d) }
  def -(o) = op(o) { |x| Frac.new(n * x.d - x.n * d, d * x.d) }
  def *(o) = op(o) { |x| Frac.new(n * x.n, d * x.d) }
  def /(o) = op(o) { |x| Frac.new(n * x.d, d * x.n) }
  def <=>(o) = op(o) { |x| n * x.d <=> x.n * d }
  def coerce(o) = [Frac.new(o), self]
  def to_f = n.fdiv(d)
  def to_s = d == 1 ? n.to_s : "#{n}/#{d}"
  alias inspect to_s
  def hash = [n, d].hash
  def eql?(o) = o.is_a?(Frac) && n == o.n && d == o.d
  private def op(o) = yield(o.is_a?(Integer) ? Frac.new(o) : o)
end
h, t = Frac.new(1, 2), Frac.new(1, 3)
p h + t, h - t, h * t, h / t, h + 1, 1 + h, 2 * t, h > t, [h, t, Frac.new(-1, 4)].sort, Frac.new(4, -8), h == Frac.new(2, 4), h.to_f
p (1..10).map { |i| Frac.new(1, i) }.inject(:+), { h => 1 }[Frac.new(3, 6)], [h, t].max, h.clamp(t, t), h.between?(0, 1)
begin
  h / 0
rescue ZeroDivisionError => e
  puts e.message
end
