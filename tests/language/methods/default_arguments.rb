def a(x, y = x + 1, z = x * y) = [x, y, z]
p a(1), a(1, 5), a(1, 5, 9)
def b(x = [], y = {}) = [x << 1, y]
p b, b, b([0])
def c(x = (return :early; 1)) = x
p c, c(2)
def d(x, y = self.class, z = block_given?) = [x, y, z]
p d(1), d(1) { }
def e(a = 1, b = (a += 1; a * 10)) = [a, b]
p e, e(5), e(5, 6)
def f(x = nil, *r, y) = [x, r, y]
p f(1), f(1, 2), f(1, 2, 3)
def g(x = y = 5) = [x, y]
p g, g(1)
def h(k = "s") = k << "x"
p h, h
def i(a, b = a.map { |x| x * 2 }, c = ->(x) { x + b.sum }) = c.(a.size)
p i([1, 2])
def j(x = defined?(y), y = 1) = x
p j
def k(*a, k: a.size, l: k * 2) = [a, k, l]
p k(1, 2), k(1, k: 5), k(l: 0)
n = 0
define_method(:never) { } rescue n += 1
p n
class K
  N = 4
  def m(x = N, y = @iv, z = helper) = [x, y, z]
  private def helper = :h
end
p K.new.m, K.new.m(1, 2, 3)
