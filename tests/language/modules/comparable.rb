class V
  include Comparable
  attr_reader :n
  def initialize(n) = @n = n
  def <=>(o) = o.is_a?(V) ? n <=> o.n : nil
  def inspect = "V#{n}"
  def succ = V.new(n + 1)
end
a, b, c = V.new(1), V.new(2), V.new(3)
p a < b, a > b, a <= a, b >= a, a == V.new(1), a != b, b.between?(a, c), a.clamp(b, c), c.clamp(a, b), b.clamp(a..c), [c, a, b].sort, [c, a, b].max, [b, a].min, [a, b, c].minmax
p (a..c).to_a, (a..c).include?(b), (a...c).to_a, (a..c).cover?(V.new(2)), a.equal?(a), a.eql?(V.new(1))
begin
  a < 5
rescue ArgumentError => e
  puts e.message.sub("V1", "V")
end
begin
  [a, 3].max
rescue ArgumentError, NoMethodError => e
  puts e.class
end
p a == 5
begin
  a.clamp(c, b)
rescue ArgumentError => e
  puts e.message
end
begin
  1.clamp(1...3)
rescue ArgumentError => e
  puts e.message
end
class W
  include Comparable
  def <=>(o) = 0
end
p W.new == W.new, W.new < W.new, W.new <= W.new
class X
  include Comparable
  def <=>(o) = raise("boom")
end
begin
  X.new == X.new
rescue => e
  puts e.message
end
p [3, 1, 2].sort { |x, y| V.new(y) <=> V.new(x) }, [V.new(5), V.new(4)].sort_by(&:n), 5.clamp(1, nil), 5.clamp(nil, 3), "b".clamp("a", "c")
