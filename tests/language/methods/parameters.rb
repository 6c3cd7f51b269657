def none = "none"
def req(a, b) = [a, b]
def opt(a, b = 2, c = a + b) = [a, b, c]
def rest(a, *r) = [a, r]
def post(a, *r, z) = [a, r, z]
def optpost(a, b = :b, c) = [a, b, c]
def all(a, b = :b, *r, y, z) = [a, b, r, y, z]
def blk(a, &b) = b ? b.call(a) : :no_block
def anon(*) = req(*)
def splat_only(*r) = r
p none, req(1, 2), opt(1), opt(1, 5), opt(1, 5, 9), rest(1), rest(1, 2, 3), post(1, 2), post(1, 2, 3, 4), optpost(1, 2), optpost(1, 2, 3)
p all(1, 2, 3), all(1, 2, 3, 4), all(1, 2, 3, 4, 5), all(1, 2, 3, 4, 5, 6, 7), blk(1), blk(1) { |x| x + 1 }, anon(1, 2), splat_only, splat_only(nil), splat_only([])
a = [1, 2]
p req(*a), rest(*a, *a), all(*a, *a), splat_only(*a, 3, *[]), post(0, *a), req(*[1], 2), splat_only(*nil), splat_only(*1..3), splat_only(*{ a: 1 })
def destruct((a, b), c, (d, *e)) = [a, b, c, d, e]
p destruct([1, 2], 3, [4, 5, 6]), destruct(1, 2, 3), destruct([1], 2, [])
def nested((a, (b, c)), d = b) = [a, b, c, d]
p nested([1, [2, 3]]), nested([1, [2, 3]], 9)
def order(a = (print "a"; 1), b = (print "b"; 2)) = [a, b]
p order, order(5)
def selfref(a, b = a * 2, *c, d: b + 1, **e, &f) = [a, b, c, d, e, f&.call]
p selfref(1), selfref(1, 2, 3, d: 4, z: 5) { :blk }
def nilopt(a = nil) = a.inspect
p nilopt, nilopt(nil), nilopt(false)
p method(:all).arity, method(:req).arity, method(:opt).arity, method(:none).arity, method(:selfref).arity, method(:rest).arity
p method(:selfref).parameters, method(:all).parameters, method(:destruct).parameters, method(:anon).parameters
def under(_, _, a) = [a, _]
p under(1, 2, 3)
def setter=(v)
  @s = v
  :ignored
end
p (self.setter = 5), send(:setter=, 6)
def a_lot(a, b, c, d, e, f, g, h, i, j) = [a, j]
p a_lot(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
