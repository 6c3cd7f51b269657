def f(a, b = a + 1, *c, d, k:, l: k, **m, &n) = [a, b, c, d, k, l, m, n]
f(1, 2, k: 3)
f(*[1, 2], 3, k: 4, **{ z: 1 }, &:to_s)
o = Object.new
o.x = 1
y = (o[1] = 2)
o&.foo(1)
def g(...) = f(...)
puts "a#{o}b", :"s#{1}"
