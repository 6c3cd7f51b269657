class Point
  attr_accessor :x, :y
  ORIGIN = [0, 0]
  def initialize(x = 0, y = 0)
    @x, @y = x, y
  end
  def self.origin = new
  def ==(o) = o.class == self.class && o.x == x && o.y == y
  def to_s = "(#{x}, #{y})"
  def +(o) = self.class.new(x + o.x, y + o.y)
end
a = Point.new(1, 2)
p a.x, a.y, Point.origin == Point.new, a == Point.new(1, 2), a != Point.new, a.equal?(a.dup), a.dup == a
puts a, "#{a + a}", [a].inspect.start_with?("[#<Point:0x"), a.inspect.end_with?("@x=1, @y=2>")
a.x = 5
p a.x, a.class, a.class.name, Point.to_s, Point.class, a.is_a?(Point), a.kind_of?(Object), a.instance_of?(Object), Point === a, Point.instance_methods(false).sort
class Point
  def dist2 = x * x + y * y
end
p a.dist2
class Point3 < Point
  attr_reader :z
  def initialize(x, y, z)
    super(x, y)
    @z = z
  end
  def to_s = super.sub(")", ", #{z})")
  def dist2 = super + z * z
end
b = Point3.new(1, 2, 3)
puts b
p b.dist2, Point3.superclass, Point3.ancestors.take(2), b.is_a?(Point), Point3 < Point, Point < Point3, Point <= Point, Point <=> Point3, Point3 <=> Point, Point <=> String, Point3.instance_methods(false).sort, (b + Point3.new(1, 1, 1) rescue $!.class)
p Point.new.respond_to?(:x), Point.respond_to?(:origin), Point.method_defined?(:x), Point3.method_defined?(:dist2), Point.instance_method(:dist2).class
p Object.new.to_s.start_with?("#<Object:0x"), BasicObject.superclass, Class.superclass, Module.superclass, Object.superclass
begin
  class Point < String
  end
rescue TypeError => e
  puts e.message
end
begin
  class ORIGIN_NOT < 5
  end
rescue TypeError => e
  puts e.message
end
begin
  module Point
  end
rescue TypeError => e
  puts e.message
end
begin
  Point.new(1, 2, 3)
rescue ArgumentError => e
  puts e.message
end
begin
  Class.new(Class)
rescue TypeError => e
  puts e.message
end
p Point.allocate.x, a.frozen?, a.hash == a.hash, a.eql?(a), a.instance_variables, a.method(:dist2).owner, b.method(:x).owner
