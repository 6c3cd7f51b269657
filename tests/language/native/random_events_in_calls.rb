# svm: native event, leaf, mid, work, down, block in mid
# Methods, blocks, exceptions and fibers; at random something happens below them: methods and classes change, locals are
# written, objects become others, stacks overflow, calls are traced.
$seed = 5
COUNT = 100
$VERBOSE = nil
def rnd(n)
  $seed = ($seed * 1103515245 + 12345) & 0x7fffffff
  ($seed >> 8) % n
end
class Err < StandardError; end
class A
  attr_accessor :x, :y
  def initialize(x) = (@x = x; @y = nil)
  def val(k) = @x + k
  def poly(o) = "A#{o}".size
  def each_x(n)
    i = 0
    while i < n
      yield i + @x
      i += 1
    end
    self
  end
  def ==(o) = o.is_a?(A) && o.x == @x
end
class B < A
  def val(k) = super + 1
  def poly(o) = o.to_s.size * 2
end
class C
  def val(k) = k * 2
  def poly(o) = 7
  def x = 1.5
  def x=(v); v; end
  def each_x(n) = n.times { |i| yield i } && self
end
LIM = [3]
PLUS = Integer.instance_method(:+)
EVENTS = {
  gc: -> { GC.start },
  churn: -> { 200.times { |i| [i, "s#{i}"] } },
  raise: -> { raise Err, "e#{rnd(5)}" },
  zero: -> { 1 / (rnd(1) - 0) },
  throw: -> { throw :up, rnd(9) },
  nothing: -> { nil },
  redef_a: -> { k = rnd(50); A.class_eval { define_method(:val) { |q| @x + q + k } } },
  redef_b: -> { B.class_eval { def poly(o) = 11 } },
  back_b: -> { B.class_eval { def poly(o) = o.to_s.size * 2 } },
  redef_c: -> { C.class_eval("def val(k) = k * #{rnd(7)}") },
  undef_c: -> { C.class_eval { remove_method(:poly) rescue 0; def method_missing(n, *a) = n.size; def respond_to_missing?(*) = true } },
  redo_c: -> { C.class_eval { def poly(o) = 7 } },
  single: -> { o = $objs[rnd($objs.size)]; k = rnd(9); o.define_singleton_method(:val) { |q| q - k } },
  extend: -> { $objs[rnd($objs.size)].extend(Module.new { def poly(o) = super + 1 }) },
  prepend: -> { B.prepend(Module.new { def val(k) = super - 3 }) },
  include: -> { A.include(Module.new { def extra = 5 }) },
  const: -> { Object.const_set(:LIM, [rnd(6)]) },
  ivar: -> { $objs[rnd($objs.size)].instance_variable_set(:"@v#{rnd(9)}", rnd(99)) },
  fl: -> { o = $objs[rnd($objs.size)]; o.x = rnd(5) * 0.5 },
  big: -> { o = $objs[rnd($objs.size)]; o.x = 4611686018427387900 + rnd(9) },
  small: -> { o = $objs[rnd($objs.size)]; o.x = rnd(20) },
  fresh: -> { $objs[rnd($objs.size)] = [A, B].sample(random: Rnd).new(rnd(10)) },
  cfresh: -> { $objs[rnd($objs.size)] = C.new },
  init: -> { k = rnd(4); A.class_eval { define_method(:initialize) { |x| @y = k; @x = x + k } } },
  init2: -> { A.class_eval { def initialize(x) = (@x = x; @y = nil) } },
  bind: -> { b = $bindings.last; b&.local_variable_set(:acc, rnd(100)) },
  bind2: -> { b = $bindings.first; b&.local_variable_set(:t, rnd(100) * 0.5) },
  fiber: -> { $fibers << Fiber.new { |z| r = work(2, z) { |q| Fiber.yield(q) }; r }; $fibers.last.resume(rnd(5)) },
  resume: -> { f = $fibers[rnd($fibers.size + 1)]; f.resume(3) if f&.alive? },
  drop: -> { $fibers.shift },
  plus: -> { Integer.define_method(:+) { |o| PLUS.bind_call(self, o) } if rnd(30) == 0 },
  trace: -> { tp = TracePoint.new(:call) { |t| $traced += 1 }; tp.enable { leaf($objs[0], 2) { |z| z } } },
  deep: -> { down(rnd(40)) },
  so: -> { begin; forever(1); rescue SystemStackError; 0; end if rnd(40) == 0 },
  vis: -> { C.class_eval { private :val }; C.new.val(1) rescue C.class_eval { public :val } },
  alias: -> { A.class_eval { alias_method :old, :val; alias_method :val, :old } },
  freeze: -> { o = $objs[rnd($objs.size)].dup.freeze; (o.x = 5; 1) rescue 2 },
}.freeze
class Rnd; def self.rand(n) = rnd(n); end
def down(n) = n == 0 ? LIM[0] : 1 + down(n - 1)
def forever(n) = forever(n + 1) + 1
$traced = 0
$objs = [A.new(1), B.new(2), C.new, A.new(4), B.new(0)]
$bindings = []
$fibers = []
def event(depth)
  name = EVENTS.keys[rnd(EVENTS.size * 3)]
  return 0 unless name
  return 1 if depth > 40
  EVENTS[name].call
  2
end

def leaf(o, k)
  a = o.val(k)
  b = o.poly(k)
  e = event(k.is_a?(Integer) ? 5 : 6)
  c = o.val(b) if b.is_a?(Integer)
  s = "#{a}#{b}"
  yield e if block_given?
  [a, c, s.size + LIM[0]]
end

def mid(o, k)
  acc = 0
  t = k * 0.25
  get = proc { acc }
  $bindings << get.binding
  o.each_x(3) do |v|
    r = leaf(o, k) { |e| acc += e; next if e == 0; acc -= 1 }
    acc += r[2]
    t += 0.5
    break if acc > 60
    acc += 1 if v == 2
  end
  event(1)
  [acc, t, get.call]
ensure
  $bindings.pop
end

def work(n, k)
  res = []
  n.times do |i|
    o = $objs[(i + k) % $objs.size]
    begin
      r = mid(o, i)
      res << r
      yield r if block_given?
      tries ||= 0
    rescue Err => e
      res << e.message
      tries = (tries || 0) + 1
      retry if tries < 2
    rescue ZeroDivisionError, NoMethodError, TypeError, FrozenError => e
      res << e.class
    ensure
      res << :z if i == 1
    end
  end
  res
end

def top(k)
  catch(:up) do
    r = work(3, k)
    return [:early, r.size] if r.size > 8
    r
  end
end
sum = 0
out = []
COUNT.times do |i|
  r = begin
    top(i % 7)
  rescue Err, FiberError, UncaughtThrowError => e
    e.class
  end
  text = r.inspect
  text.each_byte { |b| sum = (sum * 31 ^ b) & 0xffffffff }
  out << sum if i % (COUNT / 20) == 0
  $objs.map! { |o| o.x.is_a?(Integer) && o.x > 1 << 70 ? A.new(1) : o } if i % 50 == 0
  $fibers.shift if $fibers.size > 30
  if i % 300 == 299
    A.class_eval { def val(k) = @x + k }
    $objs = [A.new(1), B.new(2), C.new, A.new(4), B.new(0)]
  end
end
p out, sum
