module Memo
  def memo(name)
    orig = instance_method(name)
    cache = {}
    define_method(name) { |*a| cache.fetch(a) { cache[a] = orig.bind(self).call(*a) } }
  end
end
class Calc
  extend Memo
  attr_reader :calls
  def initialize = @calls = 0
  memo def slow(n) = (@calls += 1; n < 2 ? n : slow(n - 1) + slow(n - 2))
end
c = Calc.new
p c.slow(40), c.calls
module Before
  def before(*names, &hook)
    prepend(Module.new { names.each { |n| define_method(n) { |*a, **k, &b| instance_exec(n, a, &hook); super(*a, **k, &b) } } })
  end
end
class Svc
  extend Before
  attr_reader :log
  def initialize = @log = []
  def a(x) = @log << [:a, x]
  def b(x, k: 1) = @log << [:b, x, k, yield]
  before(:a, :b) { |n, args| @log << [:before, n, args] }
end
s = Svc.new
s.a(1)
s.b(2, k: 3) { :blk }
p s.log
module Obs
  def subscribe(&b) = (subs << b; self)
  def subs = @subs ||= []
  def changed(*a) = subs.each { |x| x.(*a) }
end
class Temp
  include Obs
  def v=(x)
    changed(@v, x) if x != @v
    @v = x
  end
end
t = Temp.new.subscribe { |o, n| puts "#{o.inspect} -> #{n}" }.subscribe { |_, n| puts "!" if n > 30 }
t.v = 20
t.v = 20
t.v = 35
