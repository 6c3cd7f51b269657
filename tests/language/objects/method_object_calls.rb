# call forms, bind, unbind, composition, currying, super_method.
class Base
  def who = "base"
  def add(a, b) = a + b
  def kw(a, k: 0) = [a, k]
  def blk = yield(1)
end
module Mix
  def who = "mix+" + super
end
class Sub < Base
  include Mix
  def who = "sub+" + super
end
s = Sub.new
m = s.method(:add)
p m.call(1, 2), m.(1, 2), m[1, 2]
p m === 1 rescue p $!.message
p s.method(:kw).call(1), s.method(:kw).call(1, k: 2), s.method(:kw).(1, **{ k: 3 })
p s.method(:blk).call { |x| x + 1 }
p s.method(:blk).to_proc.call { |x| x + 2 }
p [[1, 2], [3, 4]].map { |a| m.call(*a) }
p [1, 2, 3].map(&10.method(:+))
p [1, 2].each_with_object([]).each(&[].method(:push)).class
um = m.unbind
p um.class, um.name, um.owner
p um.bind(s).call(3, 4)
p um.bind_call(s, 5, 6)
p Base.instance_method(:blk).bind_call(s) { |x| x * 7 }
p Base.instance_method(:kw).bind_call(s, 1, k: 9)
begin
  um.bind(Object.new)
rescue TypeError => e
  p e.message
end
begin
  um.bind_call(1)
rescue TypeError => e
  p e.message
end
p Mix.instance_method(:who).bind(s).call
p Kernel.instance_method(:class).bind_call(BasicObject.new) rescue p $!.class
p Base.instance_method(:who).bind(s).call
p s.who
sm = s.method(:who)
p sm.owner, sm.super_method.owner, sm.super_method.super_method.owner, sm.super_method.super_method.super_method
p sm.super_method.call, sm.super_method.super_method.call
p sm.super_method.receiver.equal?(s), sm.super_method.name
p Sub.instance_method(:who).super_method.owner
p Sub.instance_method(:who).super_method.super_method.super_method
p Sub.instance_method(:who).super_method.bind(s).call
p s.method(:object_id).super_method
def s.who = "single+" + super
p s.who, s.method(:who).super_method.owner, s.method(:who).super_method.call
f = ->(x) { x + 1 }
g = s.method(:add).curry
p g[1][2], g.(1, 2), g.class, g.lambda?, g.arity
p s.method(:add).curry(2)[3][4]
begin
  s.method(:add).curry(3)
rescue ArgumentError => e
  p e.message
end
h = 5.method(:+) >> f
p h.call(1), h.class, h.lambda?
h = 5.method(:+) << f
p h.call(1), h.lambda?
p (f >> 5.method(:*)).call(2), (f << 5.method(:*)).call(2)
p (f >> f >> f).call(0), (f << f << f).call(0)
begin
  5.method(:+) >> 5
rescue TypeError => e
  p e.message
end
begin
  f << nil
rescue TypeError => e
  p e.message
end
class Callable
  def call(x) = "called #{x}"
end
p (f >> Callable.new).call(1), (5.method(:+) >> Callable.new).call(1), (f << 3.method(:+)).call(1)
p case 3 when 3.method(:==) then :yes else :no end
p %w[1 2 x].map(&method(:String))
p method(:String).unbind.bind(self).call(5)
begin
  m.call(1)
rescue ArgumentError => e
  p e.message
end
pr = m.to_proc
p pr.lambda?, pr.call(1, 2)
begin
  pr.call(1)
rescue ArgumentError => e
  p e.message
end
p pr == m.to_proc
p m.source_location.class, m.source_location[1], um.source_location[1]
p 5.method(:+).source_location
p s.method(:who).source_location[1]
p define_method(:zz) { 1 } rescue p $!.class
p self.class.instance_method(:zz).source_location[1]
class Missing
  def respond_to_missing?(n, priv) = n.to_s.start_with?("dyn")
  def method_missing(n, *a) = n.to_s.start_with?("dyn") ? [n, a] : super
end
mm = Missing.new.method(:dyn_x)
p mm.call(1, 2), mm.arity, mm.name, mm.owner, mm.source_location, mm.parameters
p Missing.new.respond_to?(:dyn), Missing.new.respond_to?(:other)
begin
  Missing.new.method(:other)
rescue NameError => e
  p e.message
end
class Sub2 < Base
  define_method(:who) { "dm+" + super() }
  define_method(:add, Base.instance_method(:add))
  define_method(:k2, Base.instance_method(:kw))
end
p Sub2.new.who, Sub2.new.add(1, 1), Sub2.new.k2(1, k: 2), Sub2.instance_method(:add).owner, Sub2.instance_method(:k2).name, Sub2.instance_method(:k2).original_name
begin
  Class.new { define_method(:add, Base.instance_method(:add)) }
rescue TypeError => e
  puts e.message
end
begin
  Class.new { define_method(:add, 5) }
rescue TypeError => e
  puts e.message
end
begin
  Class.new { define_method(:add) }
rescue ArgumentError => e
  puts e.message
end
o = Object.new
p o.define_singleton_method(:ds) { |x| x }, o.ds(1)
p o.define_singleton_method(:ds2, &5.method(:+)), o.ds2(1)
p o.define_singleton_method(:ds3, 5.method(:+).unbind.bind(6)) rescue puts $!.message
