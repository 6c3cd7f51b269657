class Num
  attr_reader :v
  def initialize(v) = @v = v
  def ==(o) = v == (o.is_a?(Num) ? o.v : o)
  def coerce(o) = [Num.new(o), self]
  def +(o) = Num.new(v + (o.is_a?(Num) ? o.v : o))
  def <=>(o) = v <=> (o.is_a?(Num) ? o.v : o)
  include Comparable
  def inspect = "N#{v}"
  def succ = Num.new(v + 1)
  def hash = v.hash
  def eql?(o) = o.is_a?(Num) && v == o.v
end
a, b = Num.new(1), Num.new(3)
p a == 1, 1 == a, a + 2, 2 + a, [a, b].sum(Num.new(0)), [a, b].max, [b, a].sort, a < b, a < 2, (a..b).to_a, (a..b).include?(Num.new(2)), a.clamp(b, b), [a, b].include?(1), [a, 1].uniq.size, { a => :x }[Num.new(1)], [a, b].index(Num.new(3)), [a, b] == [1, 3], a != b, a.eql?(1), a.equal?(a), [[a, b]].flatten.minmax
p [a, b].inject(:+), (a + b).v, [1, 2].sum { |x| x + a }.class, a.between?(0, 2), [b, a, Num.new(2)].sort { |x, y| y <=> x }, [b, a].min_by(&:v), a === 1, (case 1 when a then :hit end), [a, a].tally, [a, b].group_by { |x| x > 2 }, a.<=>(b), a.!=(a)
p (a < nil rescue $!.message), (a < "x" rescue $!.class), (a + nil rescue $!.class), ([a, nil].max rescue $!.class), (a <=> nil rescue $!.class)
