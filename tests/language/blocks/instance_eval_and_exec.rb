class Conf
  attr_reader :vals
  def initialize(&b) = (@vals = {}; instance_eval(&b) if b)
  def set(k, v) = @vals[k] = v
  def group(n, &b) = @vals[n] = Conf.new(&b).vals
end
outer = 5
c = Conf.new do
  set :a, outer
  group(:g) { set :b, outer + 1; group(:h) { set :deep, self.class.name } }
end
p c.vals
p c.instance_exec(1, 2) { |a, b| [a, b, @vals.size] }, "str".instance_eval { upcase }, 5.instance_eval { self + 1 }
Conf.class_eval { def extra = :extra }
p c.extra
Conf.class_exec(:dyn) { |n| define_method(n) { n } }
p c.dyn, Conf.instance_eval { self }, Conf.instance_eval { def sing = :sing }, Conf.sing
m = Module.new { def modm = :modm }
Conf.class_eval { include m }
p c.modm, c.instance_eval { @vals[:a] += 1 }, c.vals[:a]
b = proc { |x| [self.class, x] }
p c.instance_exec(3, &b), [1].instance_exec(4, &b), b.call(5)
l = -> { 1 }
p (c.instance_eval(&l) rescue $!.message), c.instance_exec(&l)
o = Object.new
o.instance_eval { @hidden = 1; def reveal = @hidden }
p o.reveal, o.singleton_methods
