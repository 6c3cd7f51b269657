def m(*) = :ok
def s1(a, (b, *c), d = 4, *e, (f, g), h:, i: 9, **j, &k) = [a, b, c, d, e, f, g, h, i, j, k&.call]
p s1(1, [2, 3, 4], [5, 6], h: 7), s1(1, [2], 30, 40, [5], h: 7, z: 8) { :blk }
p method(:s1).arity, method(:s1).parameters.map(&:first), method(:m).parameters
def s2(a = {}, **k) = [a, k]
p s2({ x: 1 }), s2(x: 1), s2({ x: 1 }, y: 2), s2
def s3(*a, **k) = [a, k]
h = { q: 1 }
p s3(h), s3(**h), s3(*[h]), s3({ "s" => 1 }), s3("s" => 1), s3(1, "s" => 1, k: 2)
def s4(a, b = a, c: b, d: c) = [a, b, c, d]
p s4(1), s4(1, 2), s4(1, c: 5), s4(1, d: 7)
def s5(&b) = b
p s5, s5 { }.class, s5(&:x).class
def s6(a, *, k: 0, **) = s3(a, k)
p s6(1, 2, 3, k: 4, z: 5)
def s7(...) = s3(...)
def s8(a, ...) = s3(a, 0, ...)
p s7(1, k: 2), s8(1, 2, k: 3), s7
def s9(*, **, &) = s3(*, **, &)
p s9(1, 2, z: 3)
def s10(a, b, c, d, e, f = 6, g = 7, *h) = [a, b, c, d, e, f, g, h].flatten.sum
p s10(1, 2, 3, 4, 5), s10(*1..10)
