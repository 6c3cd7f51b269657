class Shape
  def area = raise(NotImplementedError, "#{self.class} must define area")
  def describe = "#{self.class.name.downcase} of area #{format("%.2f", area)}"
  def <=>(o) = area <=> o.area
  include Comparable
end
class Circle < Shape
  def initialize(r) = @r = r
  def area = Math::PI * @r**2
end
class Rect < Shape
  def initialize(w, h) = (@w, @h = w, h)
  def area = @w * @h
end
class Square < Rect
  def initialize(s) = super(s, s)
end
class Blob < Shape; end
s = [Circle.new(1), Rect.new(2, 3), Square.new(1.5)]
s.each { |x| puts x.describe }
p s.min.class, s.max.class, s.sort.map(&:class), Circle.new(2) > Rect.new(1, 1), s.sum(&:area).round(3), s.minmax.map(&:class)
begin
  Blob.new.describe
rescue NotImplementedError => e
  puts e.message, e.is_a?(StandardError), e.is_a?(ScriptError)
end
