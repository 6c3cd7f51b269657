# Anonymous *, **, & and ... in every position.
def t(*a, **k, &b) = [a, k, b&.call]
def f1(...) = t(...)
def f2(x, ...) = t(x, 0, ...)
def f3(*) = t(*)
def f4(**) = t(**)
def f5(&) = t(&)
def f6(*, **, &) = t(*, **, &)
def f7(*) = t(1, *, 2)
def f8(*) = [*, :end]
def f9(**) = { z: 0, **, y: 9 }
def f10(a, *, b, k: 1, **, &) = t(a, *, b, k: k, **, &)
def f11(...) = [t(...), t(...)]
def f12(*)
  a, *b = *
  [a, b]
end
def f13(**) = t(a: 1, **)
def f14(a = 5, ...) = t(a, ...)
def f15(a, b = a, *c, d, e:, f: e, **g, &h) = [a, b, c, d, e, f, g, h&.call]
def f16(...)
  t(...).then { |x| x }
end
def f17(*, k:) = t(*, k:)
p f1(1, a: 2) { 3 }, f1, f1(*[1, 2], **{ b: 1 })
p f2(1, 2, c: 3) { 4 }
p f3(1, 2), f3, f4(a: 1), f4, f5 { 5 }, f5
p f6(1, b: 2) { 6 }, f7(5), f8(1, 2), f9(x: 1), f9(z: 5, y: 1)
p f10(1, 2, 3, 4, k: 5, l: 6) { 7 }, f11(1), f12(1, 2, 3), f13(b: 2), f13(a: 3)
p f14, f14(1, 2, z: 3), f15(1, 2, e: 3), f15(1, 2, 3, 4, e: 5, f: 6, z: 7) { 8 }
p f16(9) { 10 }, f17(1, k: 2)
class Base
  def m(*a, **k, &b) = [:base, a, k, b&.call]
  def n(a, b = 2, *c, d: 4, **e) = [:base_n, a, b, c, d, e]
  def o(*a, **k) = [:o, a, k]
end
class Sub < Base
  def m(...) = super(...)
  def n(a, b = 3, *, d: 5, **) = super
  def o(*, **) = [super, super(*, **), super(1, *, q: 1, **)]
end
p Sub.new.m(1, k: 2) { 3 }, Sub.new.n(1), Sub.new.n(1, 9, 8, d: 7, z: 6), Sub.new.o(1, a: 2)
class Sub2 < Base
  def m(a, ...) = super(a, :more, ...)
  def n(*) = super
end
p Sub2.new.m(1, 2, k: 3) { 4 }, Sub2.new.n(1, 2, 3)
def y1(*) = yield(*)
def y2(**) = yield(**)
p y1(1, 2) { |a, b| [a, b] }, y2(a: 1) { |**k| k }
def blk(&) = [3, 1, 2].sort_by(&)
p blk { -_1 }
def lam(*) = -> { 1 }
p lam(1).call
def kw(a:, b: a) = [a, b]
x = 1
a = 2
b = 3
p kw(a:, b:), kw(a:), { x:, a:, b: }, kw(a: 5)
def opt(h = {}, **k) = [h, k]
p opt({ a: 1 }), opt(a: 1), opt("s" => 1), opt("s" => 1, a: 2), opt({ "s" => 1 }, a: 2)
def nokw(h) = h
p nokw(a: 1, "b" => 2), nokw({ a: 1 }), nokw(**{ a: 1 })
def none(**nil) = :ok
p none
begin
  none(a: 1)
rescue ArgumentError => e
  p e.message
end
def rest(*a) = a
p rest(a: 1), rest(**{}), rest(*[], **{}), rest({ a: 1 }), rest("k" => 1), rest(1, *[2, 3], 4, **{ z: 1 })
p method(:f1).parameters, method(:f6).parameters, method(:f10).parameters, method(:none).parameters, method(:f15).parameters
p method(:f1).arity, method(:f2).arity, method(:f6).arity, method(:f10).arity
def splat_order(*args) = args
i = 0
p splat_order(i += 1, *[i += 1], i += 1, k: i += 1)
h = { a: 1 }
p rest(**h, b: 2), rest(**h, a: 2), rest(a: 0, **h)
def to_hash_obj = Class.new { def to_hash = { conv: 1 } }.new
p kwrest = t(**to_hash_obj)
begin
  t(**1)
rescue TypeError => e
  p e.message
end
p t(**nil)
begin
  t(*1, **{ "s" => 2 }).then { |r| p r }
end
def req(a:, b:) = 1
begin
  req(c: 1)
rescue ArgumentError => e
  p e.message
end
begin
  req(a: 1, b: 2, c: 3, d: 4)
rescue ArgumentError => e
  p e.message
end
begin
  req
rescue ArgumentError => e
  p e.message
end
begin
  kw({ a: 1 })
rescue ArgumentError => e
  p e.message
end
class R2
  ruby2_keywords def old(*args) = t2(*args)
  def t2(*a, **k) = [a, k]
  def plain(*args) = t2(*args)
end
p R2.new.old(1, a: 2), R2.new.plain(1, a: 2), R2.new.old({ a: 1 })
p [[1, [2, 3]]].map { |a, (b, c)| [a, b, c] }, [[1, 2]].each_with_index.map { |(a, b), i| [a, b, i] }
p proc { |a, b = 2, *c, d, e:, f: 6, **g, &h| [a, b, c, d, e, f, g] }.call(1, 9, e: 5)
p proc { |a, | a }.call([1, 2]), proc { |a| a }.call(1, 2), proc { |(a, b)| [a, b] }.call([1, 2]), proc { |a, b| [a, b] }.call([1, 2])
p ->(a; b) { b = a; b }.call(1), [1].each { |q; r, s| r = q }, proc { |;z| z }.call
z = 10
[1].each { |v; z| z = v }
p z
p [[1, 2], [3, 4]].map { _1 + _2 }, [1, 2].map { it * 2 }, [[1, 2]].map { it }, [[1, 2]].map { _1 }, -> { _1 }.arity, -> { it }.arity, proc { [_1, _2] }.arity
p -> { it }.call(5), proc { it }.call(5, 6), -> { [_1, _2] }.call(1, 2), [1].map { [2].map { it } }, [[1, [2]]].each { |a, (b)| p a, b }
it = 5
p it
