# Every construct of the supported language; the chunks are also compiled alone.
1; -1; 0x1f; 1_000_000_000_000; 123456789012345678901234567890; -98765432109876543210; 1.5; 1e100
p 1, -1, 0x1f, 1_000_000_000_000, 123456789012345678901234567890, 4611686018427387904, 1.5
x = "a" "b" 'c'; y = "a#{x}b#{1 + 2}#{}"; z = :a; w = :"a b#{x}"; v = %w[a b]; u = %i[a b]
t = <<~E
  one #{x}
    two
E
s = <<-'E' + "x"
  raw #{x}
  E
nil; true; false; self; __FILE__; __LINE__; __method__; __ENCODING__
?a
#---
a = [1, 2, *[3], 4, *nil]
b = { a: 1, "b" => 2, **{ c: 3 }, 3 => 4 }
x = 1
c = { x:, y: 2 }
d = [1..2, 1...3, (1..), (..3), (x..x), ("a".."b")]
e = []
f = {}
g = [[1, [2]], { a: { b: 1 } }]
def foo(*) = bar(*)
h = [a: 1, **c]
[1, foo]
#---
@a = 1; @@b = 2 if false; $c = 3; D = 4; Object::E = 5; ::F = 6
p @a, $c, D, Object::E, ::F
a = b = c = 1
a += 1; a -= 2; a *= 3; a ||= 4; a &&= 5; a **= 2; a <<= 1; a %= 3
@a += 1; @a ||= 2; @a &&= 3; $c += 1; $c ||= 1; $c &&= 2
G ||= 1; G &&= 2; Object::H ||= 3; Object::H += 1; ::I ||= 1; Object::H &&= 3
x = (a ||= 1); x = (a &&= 2); x = (@q ||= 3); x = (J ||= 4); x = (Object::K ||= 5); x = (a += 1)
class Q
  @@z = 1
  @@z += 1
  @@z ||= 2
  x = (@@y ||= 2)
  @@z &&= 3
end
#---
o = Object.new
o.a = 1; o.a += 1; o.a ||= 2; o.a &&= 3; o&.a = 4; o&.a += 5; o&.a ||= 5
o[1] = 2; o[1] += 3; o[1] ||= 4; o[1] &&= 5; o[1, 2] = 3; o[1, 2] += 4; o[*[1]] = 2; o[*[1]] += 3; o[] = 3; o[] += 1
x = (o.a = 1); x = (o.a += 1); x = (o.a ||= 2); x = (o[1] = 2); x = (o[1] += 2); x = (o[1] ||= 2); x = (o&.a = 2); x = (o&.a ||= 3)
x = (o[1, 2] = 3); x = (o[1, 2] ||= 3); x = (o[*[1]] = 2); x = (o[*[1]] ||= 5); x = (o&.a += 1); x = (o[] = 3)
self.foo = 1
self[1] = 2
self.foo += 1
x = (self.foo = 1)
#---
a, b = 1, 2
a, b = b, a
a, (b, *c), d = 1, [2, 3, 4], 5
a, *b = 1, 2, 3
*a, b = [1, 2, 3]
a, *b, c = *[1, 2], 3
*a = 1
a, = [1, 2]
(a, b), c = [1, 2], 3
o = []
o[0], o[1] = o[1], o[0]
o[0], @a, $b, o.x, C, Object::D = 1, 2, 3, 4, 5, 6
x = (a, b = 1, 2)
x = (o[0], o.y, (o[1], a), *o[2] = 1, 2, [3, 4], 5)
a, a = 1, 2
o[*[1]], b = 1, 2
a, * = 1, 2
a, b = foo
def foo; end
a = 1, 2
a = *nil
a = *1, 2
*, a = 1, 2
#---
if a = 1 then 2 end
if 1 < 2 && 3 > 2 || !(1 == 2) then p 1 elsif 2 then p 2 else p 3 end
unless 1 then 2 else 3 end
x = if true then 1 end
x = if false then 1 else 2 end
x = 1 if x
x = 2 unless x
x ? 1 : 2
x = (1 and 2 or 3)
not x
y = !x
y = x && x.foo || nil
x && y
x || (return 5)
if not (x and y) then 1 end
if (x; y) then 2 end
if nil then 1 end
while false do 1 end
(p 1) if x != 3 and x.nil?
#---
i = 0
while i < 10
  i += 1
  next if i == 2
  break if i == 5
  redo if i == 100
end
x = while true do break 5 end
x = while true do break end
until i == 0 do i -= 1 end
begin i += 1 end while i < 3
begin i += 1; break if i > 5 end until i > 10
x = [1, (while true do break 2 end), 3]
foo(1, (while true do break 2 end), (while i < 0 do next end))
for a in [1, 2] do p a; next if a; break end
for a, b in [[1, 2]] do p a + b end
for @x, *o[1] in [[1]] do redo if a end
x = for q in 1..2 do q end
loop do break end
def foo(*) = nil
i += 1 while i < 10
while (a = foo) do p a end
1 + (while true do break 3 end)
while true do while true do break end; break end
[1].each { while true do next; break 1 end }
while i > 0 do [1].each { |v| break v; i -= 1 } end
#---
case 5
when 1, 2 then :a
when 3..4, *[5, 6] then :b
when Integer then :c
when "x" then :d
else :e
end
case
when 1 == 2 then 1
when 2, *[nil] then 3
end
x = case 1 when *[1] then 2 end
case x when nil then end
x = case 1 when 2 then 3 else end
foo(1, case 1 when 1 then return end, 2)
case [1, 2].size when 2 then [1].each { |i| case i when 1 then next end } end
#---
def a; end
def b(x, y = 1, *z, w, k:, l: 2, **o, &b) = [x, y, z, w, k, l, o, b]
def c(...) = b(...)
def d(x, ...) = b(x, 1, ...)
def e(*, **, &) = b(*, **, &)
def f(a, (b, *c), d = b) = [a, b, c, d]
def g(**nil); end
def self.h = 1
def h=(v); end
o = Object.new
def o.i; 1; end
private def j; end
def k(a, b = a, c = -> { [a, b] }, d: -> { c }, &e) = [1].each { [a, b, c, d, e] }
def l(_, _, *_) = _
def m(a:, b: a) = { a:, b: }
def +(o) = 1
def [](i) = 1
def n(a = (return 1 if true)) = a
a; b(1, 2, k: 3); b(1, *[2], k: 3, **{}, &nil); b 1, 2, k: 2 do |x| x end
b(*[1], *[2], 3); b(k: 1, **{ l: 2 }); b("k" => 1); b(&:foo); b(*[], &:foo); b(k: 1, k: 2)
self.a; self.j; a(); Object.new; Object.new(1, 2); Object.new(*[1]); Object.new(a: 1); Object.new { }
#---
[1].each { |x| x }
[1].each { |x, (y, *z), w = 1, *r, k: 2, **o, &b; q| q = [x, y, z, w, r, k, o, b] }
[1].each { |a,| a }
[1].each { _1 + _2 }
[1].each { it + 1 }
[1].each { [it].each { it } }
[1].each do |*| end
[1].each { |x| next x; break; redo }
f = ->(x, y = 2) { return x + y }
f.(1); f[1]; f.call 1
g = -> { _1 }; h = -> { it }; i = ->(*a, **k, &b) do [a, k, b] end
x = 0
[1].each { x += 1; y = x; [2].each { y += x; z = y; -> { z + y + x } } }
def m
  yield; yield 1; yield 1, 2; yield(*[1], k: 2); yield [1, 2]; block_given?
  [1].each { |a| yield a; return a }
  x = yield(1) + 1
  [1].each { for q in [1] do x = q; y = x end; y }
end
for a in [1] do [2].each { |b| a = b } end
proc { |x| break x }
l = lambda do |a| a end
[1].map(&:to_s).each(&l)
binding
#---
class A; end
class B < A; X = 1; def a = super; def b(x, y = 2, *z, w, k: 1, **o, &b) = super; end
class A::C < B; end
class ::D; end
module M; def self.x = 1; end
module M::N; end
class << self; def q = 1; end
x = class E; self; end
class F
  attr_reader :a
  attr_accessor :b, :c
  def initialize(a) = @a = a
  def m(a, b = 1, *r, p, k:, l: 2, **o) = super(a)
  def n(a, k:) = [1].each { super }
  def o(a, *r, k: 1) = [1].each { [2].each { super { |z| z } } }
  def p(a, b) = super()
  def q((a, b)) = super
  def r(*, **, &) = super
  def s(...) = super
  class << self
    attr_writer :z
  end
  alias m2 m
  alias :m3 :m2
  alias_method :m4, :m
  undef m2, m3
  private
  define_method(:zz) { |a| a }
end
alias $new $old
module_function rescue nil
#---
begin
  raise "x"
rescue ArgumentError, *[TypeError] => e
  p e
  retry if false
rescue => @x
  1
rescue Object
  2
else
  3
ensure
  4
end
x = begin; 1; rescue; 2; else; 3; end
x = begin; 1; ensure; 2; end
x = (raise rescue 5)
raise "a" rescue p 1
def a
  return 1
ensure
  p 2
end
def b
  begin
    begin
      return 1 if a
      yield
    rescue => e
      return 2
    ensure
      p 3
    end
  ensure
    begin
      p 4
    rescue
      return 9
    end
  end
rescue A, B
  p 5
  retry
else
  6
ensure
  return 7
end
while true
  begin
    break if x
    next
  rescue
    break
  ensure
    p 1
  end
end
[1].each do |x|
  begin
    next if x
    break 3
    return
  ensure
    p x
    [2].each { |y| p y + x }
  end
rescue
  redo
ensure
  next
end
foo(1, begin; 2; rescue; 3; end, (begin; return 4 if x; ensure; p 5; end))
def foo(*) = nil
x = [1, begin; raise; rescue => e; e; ensure; 1; end]
while true do x = [1, (begin; break 2 if x; ensure; 3; end)] end
begin; rescue; end
begin; ensure; end
begin; 1; rescue; 2; ensure; end
def z = (1 rescue 2)
begin; raise; rescue => o.a; rescue => o[1]; rescue => C; end
#---
p defined?(a), defined?(@a), defined?($a), defined?(@@a), defined?(A), defined?(A::B), defined?(::A), defined?(puts)
p defined?(1 + 1), defined?(a.b), defined?(a.b.c(1, d)), defined?(yield), defined?(super), defined?(x = 1), defined?(nil), defined?(self)
x = 1
p defined?(x), defined?((x)), defined?(()), defined?(x && x), defined?([1].each { }), defined?(x += 1), defined?(self.foo), defined?(a = 1)
p x&.foo, x&.foo(1)&.bar { |q| q }, x.foo.bar
x&.foo
catch(:a) { throw :a, 1 }
p((1; 2), (), (x))
puts [1, 2].map { |v| v * 2 }.sum
p(x ? 1 : 2, -x, !x, ~x, +x, x <=> 1, x === 1, x =~ x, x !~ x, x != 1, x << 1, x[1], x[1, 2], x.length, x.size, x.empty?, x.succ, x.nil?)
require_relative "x" if false
printf("%d", 1)
x = y = nil
x = (y; 1)
BasicObject::Foo rescue nil
p x.(1)
-> {}.()
return
#---
# frozen_string_literal: true
a = "x"
b = "x#{a}"
c = { "k" => a }
#---
x = 1
END { x += 1; p x }
BEGIN { y = 2; p y }
p y

#---
v = [1, { a: 2 }]
case v
in [Integer => a, { a: String | 2 => b, **rest }] if a > 0 then p a, b, rest
in [*, 3, *_post] | [^v, *] unless v then 1
in { a:, **nil } then a
in C(_x, *) | C[_y:] then 2
in ..3 | 4.. | nil | ^(1 + 2) | ^@a | ^$b then 3
in a, then a
else 4
end
case v
in [] | {} then break
end while false
v => [c, d]
p((v in [_, { a: }]))
v.each { |w| w => { k: } rescue nil }
#---
p 3r, 2i, 1.5ri, 1_000r, `echo #{1}`, `ls`, %x(a b), ?a, __ENCODING__
[1, 2, 3].each { |i| p i if (i == 2)..(i == 3); p i if i == 1...i == 2; p 1 if 1..2 }
alias $new $&
def m((a, b), _, _, *) = [1].each { super }
[1].each { redo if false }
A, B::C, @@d, $e = 1, 2, 3, 4
#---
def deep
  [1].each do |v|
    begin
      return 1, 2 if v
    ensure
      begin
        break 3 if v
      ensure
        begin
          next 4 if v
        ensure
          begin
            begin
              return 5 if v
              [6, begin; break 7 if v; 8; ensure; p 8; end]
            ensure
              p 9
              while v do begin; break; ensure; next; end end
            end
          ensure
            redo if v
            begin; raise; rescue => e; retry if e; ensure; p e; end
          end
        end
      end
    end
  end
end
#---
# shareable_constant_value: literal
A = [1, "a"]
B::C ||= { a: "b" }
defined?(a.b(c, *d, **e).f[g]) and defined?([x, { y: z }]) and defined?(super { })
