class A
  attr_reader :r, :r2
  attr_writer :w
  attr_accessor :a, "b"
  attr :c
  p(attr_accessor(:d, :e), attr_reader(:f), attr_writer(:g))
  def initialize = (@r = 1; @c = 2)
  def seen = [@w, @a, @b]
end
a = A.new
a.w = 3
a.a = 4
a.b = 5
p a.r, a.r2, a.a, a.b, a.c, a.seen, (a.a = 9), a.send(:a=, 10), a.a
begin
  a.r = 1
rescue NoMethodError => e
  puts e.message.split(" for ").first
end
begin
  a.w
rescue NoMethodError => e
  puts e.message.split(" for ").first
end
begin
  a.r(1)
rescue ArgumentError => e
  puts e.message
end
begin
  class A
    attr_reader "1bad"
  end
rescue NameError => e
  puts e.message
end
begin
  a.freeze.a = 1
rescue FrozenError => e
  puts e.class
end
class B
  private attr_accessor :hidden
  def go = (self.hidden = 5; hidden)
  public attr_reader :shown
end
p B.new.go, B.new.shown
begin
  B.new.hidden
rescue NoMethodError => e
  puts e.message.split(" for ").first
end
class C < A
  def a = super.to_s + "!"
  def a=(v)
    super(v * 2)
  end
end
c = C.new
c.a = 4
p c.a
(c.a += "x") rescue p $!.class
s = Class.new { class << self; attr_accessor :config; end }
s.config = { x: 1 }
p s.config, A.instance_methods(false).size, A.instance_method(:a).arity, A.instance_method(:a=).arity
a2 = A.new
a2.a, a2.b = 1, 2
p [a2.a, a2.b], (a2.a ||= 5), (a2.a &&= 6), a2.a += 1
class Slow
  attr_accessor :n
  def initialize = self.n = 0
  def bump = self.n += 1
  def assign_local = (n = 5; [n, self.n])
end
sl = Slow.new
3.times { sl.bump }
p sl.n, sl.assign_local
