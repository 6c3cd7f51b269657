def k(a:, b: 2) = [a, b]
def mixed(x, y = 1, *r, k:, o: :opt, **kw) = [x, y, r, k, o, kw]
def onlykw(**kw) = kw
def nokw(h) = h
def opth(h = {}) = h
def resth(*r) = r
def both(*r, **kw) = [r, kw]
p k(a: 1), k(b: 3, a: 1), mixed(1, k: 2), mixed(1, 2, 3, k: 4, z: 5), onlykw(a: 1, "b" => 2), onlykw
p nokw(a: 1), nokw({ a: 1 }), opth(a: 1), resth(a: 1), resth(1, a: 2), both(1, a: 2), both({ a: 1 }), both(**{}), resth(**{})
h = { a: 1, b: 5 }
p k(**h), k(**{ a: 1 }, b: 2), mixed(0, **{ k: 1 }), onlykw(**h, c: 1), onlykw(**h, a: 9)
a = 10
b = 20
p k(a:, b:), onlykw(a:, c: 1)
def dflt(a: (print "d"; 1), b: a + 1) = [a, b]
p dflt, dflt(a: 5), dflt(b: 0)
def anon_kw(**) = onlykw(**)
def fwd(...) = mixed(...)
def fwd1(x, ...) = mixed(x, ...)
p anon_kw(q: 1), fwd(1, k: 2), fwd1(9, 8, k: 7, w: 6)
def nilkw(a, **nil) = a
p nilkw(1)
begin
  nilkw(a: 1)
rescue ArgumentError => e
  puts e.message
end
def kwnames(if: 1, class: 2) = 3
p kwnames(if: 5)
p method(:mixed).parameters, method(:k).arity, method(:dflt).arity, method(:mixed).arity, method(:onlykw).parameters, method(:fwd).parameters
def block_kw = yield(a: 1, b: 2)
p block_kw { |a:, b:| [a, b] }, block_kw { |a:, **r| [a, r] }, block_kw { |h| h }, block_kw { |**kw| kw }
p(->(a:, b: 2) { [a, b] }.call(a: 1), proc { |a, k: 5| [a, k] }.call(1, k: 6), proc { |a, k: 5| [a, k] }.call(1))
def mutate(**kw) = (kw[:z] = 1; kw)
orig = { y: 1 }
p mutate(**orig), orig
def last_hash(a, b = {}, **kw) = [a, b, kw]
p last_hash(1, { x: 1 }), last_hash(1, x: 1), last_hash({ x: 1 })
class Ini
  def initialize(a:, b: 3) = (@a = a; @b = b)
  def to_a = [@a, @b]
end
p Ini.new(a: 1).to_a, Ini.new(a: 1, b: 2).to_a
p k("a": 7), method(:k).call(a: 9), send(:mixed, 1, k: 3)
