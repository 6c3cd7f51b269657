def counter
  n = 0
  [-> { n += 1 }, -> { n }, ->(v) { n = v }]
end
inc, get, set = counter
inc.()
inc.call
p get[]
set.(10)
inc.()
p get.call
i2, g2, = counter
i2.call
p g2.call, get.call
adders = (1..3).map { |i| ->(x) { x + i } }
p adders.map { |a| a[10] }
x = 1
change = proc { x += 1 }
3.times { change.call }
p x
def deep
  a = 1
  l1 = lambda do
    b = 2
    lambda do
      c = 3
      a += 1
      b += 1
      c += 1
      [a, b, c]
    end
  end
  m = l1.call
  [m.call, m.call, l1.call.call, a]
end
p deep
def params_captured(a, b = a + 1, *r, k: 5, &blk)
  f = -> { [a, b, r, k, blk&.call] }
  a += 10
  k = 6
  f.call
end
p params_captured(1), params_captured(1, 2, 3, k: 4) { :b }
procs = []
3.times do |i|
  j = i * 10
  procs << -> { j += 1; [i, j] }
end
p procs.map(&:call), procs.map(&:call)
i = 0
ws = []
while i < 3
  k = i
  ws << -> { [i, k] }
  i += 1
end
p ws.map(&:call)
class Ctx
  def initialize = @v = :iv
  def blk = proc { [@v, self.class] }
  def run(&b) = instance_eval(&b)
end
p Ctx.new.blk.call, Ctx.new.run { @v }
def meth_local
  v = 1
  define_singleton_method(:dm) { v += 1 }
  dm
  dm
end
p meth_local
memo = Hash.new { |h, n| h[n] = n < 2 ? n : h[n - 1] + h[n - 2] }
p memo[30]
compose = ->(f, g) { ->(v) { f.(g.(v)) } }
p compose.(->(v) { v + 1 }, ->(v) { v * 2 }).(5)
y = 5
[1].each { |v; y| y = v }
p y
fact = ->(n) { n <= 1 ? 1 : n * fact.(n - 1) }
p fact.(20), fact.(25)
def ret_block(&b) = b
b1 = ret_block { y += 1 }
b1.call
p y, b1.call
gen = Enumerator.new { |e| 3.times { |q| e << q * y } }
p gen.to_a
