class Wide
  NAMES = (0...60).map { |i| :"@f#{i}" }
  def initialize(from, to) = (from...to).each { |i| instance_variable_set(NAMES[i], i) }
  def get(i) = instance_variable_get(NAMES[i])
  def sum = instance_variables.sum { |n| instance_variable_get(n) }
end
p Wide.new(0, 5).sum, Wide.new(0, 60).sum, Wide.new(10, 20).instance_variables.first, Wide.new(0, 60).get(59), Wide.new(0, 3).get(50)
class Grow
  def add(n) = (instance_variable_set("@v#{n}", n); self)
  def a = @v1
  def b = @v2
  def c = [@v1, @v2, @v3]
end
g = Grow.new.add(2).add(1)
h = Grow.new.add(1).add(2).add(3)
p g.a, g.b, g.c, h.c, g.instance_variables, h.instance_variables
h.remove_instance_variable(:@v2)
p h.c, h.instance_variables, h.add(2).c, h.instance_variables
objs = Array.new(20) { |i| o = Grow.new; (i % 3).downto(0) { |j| o.add(j) }; o }
p objs.map(&:c).tally.sort_by { |k, _| k.compact.size }
class Flip
  def set1 = (@a = 1; @b = 2; self)
  def set2 = (@b = 20; @a = 10; self)
  def s = @a - @b
end
p 5.times.map { |i| i.even? ? Flip.new.set1.s : Flip.new.set2.s }
d = Flip.new.set1.dup
p d.s, d.instance_variables, (Flip.new.s rescue $!.class)
