# svm: native all_matches, anonymous, assigns, block in all_matches, block in blocks, block in plain
# svm: native block in redoing, block in supers, block in unnamed, blocks, calls_keywords, definitions
# svm: native edges, flips, flips loop, floats, forward, initialize, kept_same loop, keywords, matches
# svm: native method_missing, operators, pattern_errors, plain, redoing, respond_to_missing?, same, supers
# svm: native texts, to_s, unnamed, until_loops, until_loops loop, via_define
# Constructs that native code hands to the interpreter, or leaves for, in
# functions that are native before it matters.
BEGIN { $begun = [:begun] }
END { p [:ended, $begun] }
WARM = 400

# Runs a method until it is native, then once more for what it gives.
def native(name, *args, **keywords, &block)
  WARM.times { send(name, *args, **keywords, &block) }
  p [name, send(name, *args, **keywords, &block)]
end

# super, in methods and blocks.
class Base
  def plain(x, y = 2, *rest, k: 3, &block) = [x, y, rest, k, block&.call(x)]

  def via_define(x) = [:base, x]
end

class Derived < Base
  def plain(x, y = 5, *rest, k: 4, &block)
    x += 1
    first = super
    second = super(x, k: 9)
    third = [1].map { |z| super(z, y) { |v| v * 100 } }
    fourth = [2].each_with_object([]) { |z, out| out << super }
    [first, second, third, fourth]
  end

  define_method(:via_define) { |x| super(x) + [1].map { |y| super(y) } }

  def method_missing(name, *args) = name == :ghost ? [:missing, args] : super

  def respond_to_missing?(name, all = false) = name == :ghost || super
end
def supers(object)
  [object.plain(1), object.plain(1, 2, 3, k: 7) { |v| -v }, object.via_define(6), object.ghost(1, 2), object.respond_to?(:ghost),
   (object.nothing rescue $!.class)]
end
native(:supers, Derived.new)

# Keyword arguments of every form.
def keywords(a, b = a + 1, *rest, c:, d: c * 2, **more) = [a, b, rest, c, d, more]

def forward(...) = keywords(...)

def anonymous(*, **, &) = keywords(*, **, &)

def calls_keywords(hash)
  c = 8
  [keywords(1, c: 2), keywords(1, 2, 3, d: 1, c: 0, e: 5), keywords(1, **hash), forward(4, c:), anonymous(1, 2, c: 3, f: 4),
   (keywords(1) rescue $!.message), (keywords(c: 1) rescue $!.message), keywords({ x: 1 }, 2, c: 1)]
end
native(:calls_keywords, { c: 5, z: 6 })

# Multiple assignment.
def assigns(list)
  a, (b, *c), *d, e = list
  a, b = b, a
  f, = *c, 5
  (g, h), i = [1, 2], 3
  x = y = [a, b]
  x[0], y[1] = y[1], x[0]
  *front, last = *list.flatten
  j, k = 7
  object = Struct.new(:m, :n).new
  object.m, object.n = front.size, last
  [a, b, c, d, e, f, g, h, i, x, j, k, object.to_a]
end
native(:assigns, [1, [2, 3, 4], 5, 6, 7])

def operators(h)
  h[:a] ||= 5
  h[:b] &&= h[:b] + 1
  h[:c] += 2
  x ||= 3
  x &&= x + 1
  @ivar ||= [0]
  @ivar[0] += 1
  $global ||= 4
  y = nil
  [h, x, y&.size, "s"&.size, $global]
end
WARM.times { operators({ b: 1, c: 1 }) }
p operators({ b: 1, c: 1 }), @ivar[0] > WARM

# Pattern matching.
def matches(value)
  case value
  in Integer => n if n > 100 then [:big, n]
  in Integer | Float => n then [:number, n]
  in [] then :empty
  in [Integer => first, *rest] then [first, rest]
  in { name: String => name, **rest } then [name, rest]
  in [*, :x, *post] then [:found, post]
  in String => s unless s.empty? then s.size
  in nil then :nil
  else :else
  end
end
VALUES = [5, 500, 1.5, [], [1, 2, 3], { name: "n", k: 1 }, [:a, :x, :y], "abc", "", nil, :sym].freeze
def all_matches = VALUES.map { |v| matches(v) }
native(:all_matches)

def pattern_errors(value)
  value => { a: Integer => a }
  [a, (value in { b: }), (value in { a: 1.. })]
rescue NoMatchingPatternKeyError, NoMatchingPatternError => e
  [e.class, e.message]
end
native(:pattern_errors, { a: 3 })
native(:pattern_errors, { b: 3 })
native(:pattern_errors, 5)

# Parameters without names.
def unnamed(list) = [list.map { it * 2 }, list.map { _1 + 1 }, list.each_with_index.map { _1 * _2 }, list.sum { it }]
native(:unnamed, [1, 2, 3])

# Flip-flops.
def flips(limit)
  seen = []
  i = 0
  while i < limit
    seen << i if (i % 10 == 3)..(i % 10 == 5)
    seen << -i if (i % 10 == 3)...(i % 10 == 3)
    i += 1
  end
  [seen.size, seen.last(6)]
end
native(:flips, 30)
p flips(2000)

# redo and retry in loops.
def redoing(limit)
  tries = 0
  out = []
  for i in 0...limit
    tries += 1
    redo if tries % 5 == 0
    out << i * tries
  end
  [tries, out.last, i]
end
native(:redoing, 9)
p redoing(3000)

def until_loops(limit)
  i = limit
  begin
    i -= 1
    next if i.even?
  end until i <= 0
  j = 0
  j += 1 until j >= limit
  k = (k || 0) + 1 while (k || 0) < 5
  [i, j, k, (while true; break; end), (while false; end), while true do break 1, 2 end]
end
native(:until_loops, 20)
p until_loops(2000)

# defined?
def definitions(x)
  y = 1 if false
  [defined?(x), defined?(y), defined?(z), defined?(@iv), defined?(@ivar), defined?($nope), defined?($begun), defined?(String),
   defined?(Nope::X), defined?(x.size), defined?(x.nothing), defined?(definitions), defined?(super), defined?(yield), defined?(nil),
   defined?(self), defined?(1 + 1), defined?(@@cv), defined?(x = 2)].map(&:inspect).join(" ")
end
native(:definitions, "x")

# Interpolation, heredocs, symbols, regexps.
class Shown
  def initialize(x) = @x = x

  def to_s = "shown #{@x}"
end
def texts(x)
  i = 5
  ["#{x} #{i} #{1.5} #{nil} #{:s} #{[1, x.to_s]}", :"sym#{i}", /a#{i}b/o.source, <<~TEXT, "a" "b#{i}", %w[a#{i} b], %W[a#{i} b]]
    heredoc #{i + 1}
      more
  TEXT
end
native(:texts, Shown.new(1))

# Optional and block parameters.
def blocks
  out = []
  a = proc { |x, (y, z), *r, k: 1, **o, &b| [x, y, z, r, k, o] }
  out << a.call(1, [2, 3], 4, k: 5, m: 6) << a.call([1, [2]]) << a.(7)
  l = ->(x, y = x * 2, *z) { [x, y, z] }
  out << l[1] << l.(1, 2, 3) << l.curry.arity << l.parameters.size
  out << [[1, 2], [3, 4]].map { |x, y| x * y } << [[1, [2, 3]]].each_with_index.map { |(x, (y, z)), i| [x, y, z, i] }
  out << { a: 1 }.map { |k, v| [k, v] } << [1, 2].inject(:+) << %w[a b].map(&:upcase) << [3].map(&l) << [1].each_slice(1).to_a
  out
end
native(:blocks)

# Numbers at the edges.
def edges(a, b)
  [a + b, a - b, a * b, a / b, a % b, -a, a <=> b, a == b, a << 3, a >> 3, a & b, a | b, a ^ b, ~a, a.succ, a < b, a.fdiv(b)]
end
BIG = 4611686018427387903
WARM.times { edges(7, 2) }
[[7, -2], [-7, 2], [BIG, 1], [BIG, BIG], [-BIG - 1, 1], [-BIG - 1, -1], [BIG + 1, 3], [0, -1], [2**61, 2], [-(2**61), 4]].each { |a, b| p edges(a, b) }
p((edges(1, 0) rescue $!.message), (edges(1, nil) rescue $!.message), edges(7, 2.5) { 1 }) rescue p($!.message)

def floats(a, b)
  c = a * b
  d = c / b
  e = c - d + 1.0
  [c, d, e, c < d, c == d, c != d, -c, c <=> d, c.nan?, e > 0.0 ? 1 : 2]
end
WARM.times { floats(1.5, 2.5) }
nan = 0.0 / 0.0
[[1.5, 2.5], [1e300, 1e300], [nan, 1.0], [0.0, -0.0], [1, 2.0], [5e-324, 0.5], [3, 2.0]].each { |a, b| p floats(a, b) }

# A Float is the same object with itself, whatever its size.
def same(a, b)
  c = a * b
  list = [c, c]
  h = {}.compare_by_identity
  h[c] = 1
  h[c] = 2
  d = c
  [c.equal?(c), c.equal?(d), list[0].equal?(list[1]), h.size, c.object_id == c.object_id]
end
WARM.times { same(1.5, 2.5) }
p same(1.5, 2.5), same(1e200, 1e100), same(1e-200, 1e-100), same(1e-200, 1e-30)

def kept_same(limit)
  x = 1e20
  y = nil
  i = 0
  while i < limit
    x *= 1.0000001
    y = x
    i += 1
  end
  [x.equal?(y), [x][0].equal?(x)]
end
p kept_same(10), kept_same(2000)
