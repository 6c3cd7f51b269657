class A
  def initialize = @a = 1
  def get = @b
  def set(v) = @b = v
  def both = [@a, @b]
end
a = A.new
p a.get, a.both
a.set(5)
p a.both, a.instance_variables, a.instance_variable_get(:@a), a.instance_variable_get(:@zz), a.instance_variable_defined?(:@b)
a.instance_variable_set(:@c, 3)
p a.instance_variables, a.remove_instance_variable(:@a), a.instance_variables, a.both
begin
  a.instance_variable_get("bad")
rescue NameError => e
  puts e.message
end
begin
  a.remove_instance_variable(:@nope)
rescue NameError => e
  puts e.message.start_with?("instance variable @nope not defined for")
end
class Many
  def initialize(n)
    n.times { |i| instance_variable_set("@v#{i}", i) }
  end
end
m = Many.new(40)
p m.instance_variables.size, m.instance_variable_get(:@v39), Many.new(3).instance_variables
class B
  def order1 = (@x = 1; @y = 2; self)
  def order2 = (@y = 3; @x = 4; self)
  def xy = [@x, @y]
end
p B.new.order1.xy, B.new.order2.xy, B.new.order2.instance_variables
class C
  @level = "class"
  def self.level = @level
  def level = @level
end
p C.level, C.new.level
@top = 7
def top = @top
p top, self.instance_variables
p A.new.frozen?, A.new.freeze.frozen?
begin
  A.new.freeze.set(1)
rescue FrozenError => e
  puts e.message.start_with?("can't modify frozen A: #<A")
end
p 1.instance_variables, "s".instance_variable_set(:@q, 1)
