# svm: native ev, hot loop, dot, step!, block in hot
# Loops with Floats, Integers, Arrays and objects, in fibers; at random something happens in their midst: exceptions,
# throws, collections, writes to their locals, changes of objects and classes.
$seed = 7
N = 12
$VERBOSE = nil
def rnd(n)
  $seed = ($seed * 1103515245 + 12345) & 0x7fffffff
  ($seed >> 8) % n
end
class Err < StandardError; end
class V
  attr_accessor :a, :b, :list
  def initialize(a, b)
    @a = a
    @b = b
    @list = [a, b]
  end
  def +(o) = V.new(@a + o.a, @b + o.b)
  def dot(o) = @a * o.a + @b * o.b
  def step!(d)
    @a += d
    @b -= d * 0.5
    @list[0] = @a
    @list << d if @list.size < 20
    self
  end
  def to_s = "(#{@a.round(3)},#{@b})"
end
EV = [
  ->(b) { GC.start }, ->(b) { 100.times { |i| "#{i}" } }, ->(b) { raise Err, "x" }, ->(b) { throw :out, 5 },
  ->(b) { b.local_variable_set(:s, rnd(100)) }, ->(b) { b.local_variable_set(:s, 2.5) }, ->(b) { b.local_variable_set(:i, b.local_variable_get(:i) + 3) },
  ->(b) { b.local_variable_set(:v, V.new(1, 2.0)) }, ->(b) { b.local_variable_get(:v).a = 4611686018427387000 }, ->(b) { b.local_variable_get(:v).a = 1.25 },
  ->(b) { b.local_variable_get(:v).b = 3 }, ->(b) { b.local_variable_get(:v).list.clear }, ->(b) { b.local_variable_get(:v).list = [1, 2, "x"] },
  ->(b) { V.class_eval { def dot(o) = 7 } }, ->(b) { V.class_eval { def dot(o) = @a * o.a + @b * o.b } }, ->(b) { b.local_variable_get(:v).instance_variable_set(:"@z#{rnd(5)}", 1) },
  ->(b) { Fiber.yield(3) rescue 0 }, ->(b) { b.local_variable_get(:v).singleton_class.define_method(:step!) { |d| @a += 1; self } },
  ->(b) { V.class_eval { attr_accessor :a } }, ->(b) { V.class_eval { def a = @a + 0 } }, ->(b) { b.eval("v.b = i; s = s.to_f") }, ->(b) { Float.class_eval { alias_method :old_mul, :*; alias_method :*, :old_mul } if rnd(50) == 0 },
  ->(b) { b.local_variable_get(:v).list.freeze }, ->(b) { $flag = !$flag }, ->(b) { hot(30, 1) if rnd(3) == 0 }, ->(b) { b.local_variable_get(:v).extend(Comparable) }
]
$flag = false
def ev(b, p) = rnd(p) == 0 ? EV[rnd(EV.size)].call(b) : nil
def hot(n, p)
  i = 0
  s = 0
  f = 0.5
  v = V.new(1, 2.0)
  w = V.new(3, 0.5)
  get = proc { [i, s, f] }
  while i < n
    i += 1
    begin
      s += i & 7 if i.odd? || $flag
      f = f * 1.01 + v.b * 0.001
      v.step!(i * 0.25)
      s += v.dot(w) > 10 ? 1 : 0
      s += v.list[0].to_i & 3
      w = V.new(i, f) if i % 17 == 0
      [1, 2].each { |x| s += x; next if x == i; break if s.is_a?(Float) && s > 1e6 }
      ev(get.binding, p)
    rescue Err => e
      s += e.message.size
      next if i.even?
      s += 1
    rescue TypeError, NoMethodError, FrozenError => e
      v = V.new(i % 5, 1.5)
    ensure
      s += 0.0 if f > 1e5
    end
    f = 0.5 if f.abs > 1e6 || f.nan?
    s = 0 if s.is_a?(Float) && s.nan?
  end
  [i, s, f, v.to_s, get.call]
end
def run(n, p) = catch(:out) { [1].map { hot(n, p) } }
tot = 0
out = []
N.times do |k|
  fb = Fiber.new { run(200 + rnd(400), 8 + rnd(60)) }
  r = nil
  c = 0
  while fb.alive? && c < 40
    r = fb.resume(c)
    c += 1
  end
  r2 = begin; run(300, 25); rescue Err, NoMethodError, TypeError => e; e.class; end
  [r, r2, c].inspect.each_byte { |x| tot = (tot * 33 ^ x) & 0xffffffff }
  out << tot
end
p out
