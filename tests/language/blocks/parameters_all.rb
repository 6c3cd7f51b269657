# Block parameters of every kind, numbered, it, block-local, arity and lambda?.
def y1 = yield(1)
def y2 = yield(1, 2)
def ya = yield([1, 2])
def yh = yield(a: 1)
def yab = yield([1, [2, 3]], 4)
p y1 { |a| a }, y1 { |a, b| [a, b] }, y1 { |*a| a }, y1 { |a, *b| [a, b] }, y1 { || :none }, y1 { :none }
p y2 { |a| a }, y2 { |a, | a }, y2 { |a, b, c| [a, b, c] }, y2 { |*a, b| [a, b] }, y2 { |a, (b, c)| [a, b, c] }
p ya { |a| a }, ya { |a, b| [a, b] }, ya { |a, *b| [a, b] }, ya { |*a| a }, ya { |(a, b)| [a, b] }, ya { |a, b = 5, c = 6| [a, b, c] }, ya { |a, k: 1| [a, k] }, ya { |a, | a }
p yh { |h| h }, yh { |a:| a }, yh { |**k| k }, yh { |*a, **k| [a, k] }, yh { |a: 2, **r| [a, r] }
p yab { |(a, (b, c)), d| [a, b, c, d] }, yab { |a, b| [a, b] }, yab { |((a, *b), c), d| [a, b, c, d] }
p [[1, { k: 2 }]].map { |a, k: 5| [a, k] }, [[1, { k: 2 }]].map { |a, b| [a, b] }
p y2 { _1 }, y2 { [_1, _2] }, ya { _1 }, ya { [_1, _2] }, y1 { it }, ya { it }, y2 { it }
p [1, 2].each_with_index.map { _1 * _2 }, [[1, 2]].each { p it }, [3].map { [it, [4].map { it }] }, [3].map { |it| it }
l = ->(a, b = 2, *c, d, e:, f: 6, **g, &h) { [a, b, c, d, e, f, g] }
p l.(1, 9, e: 5), l.arity, l.parameters, l.lambda?
p proc { |a, b = 2| }.arity, proc { |*a| }.arity, proc { || }.arity, proc { |a, b| }.arity, proc { |a, b:| }.arity, lambda { |a, b:| }.arity, proc { |(a, b), c| }.arity
p proc { |a, (b, c), *d| }.parameters, proc { _1 + _2 }.parameters, proc { it }.parameters, lambda { it }.parameters, proc { |a; b| }.parameters, proc { |a,| }.parameters
p proc { |a, (b, c), *d| }.parameters(lambda: true)
x = 10
y = 20
[1].each { |a; x, y| x = a; y = a }
p x, y
[1].each { |a| x = a }
p x
z = 1
f = ->(z; w) { w = z; z += 1; [z, w] }
p f.(5), z
def blk(&b) = b
b = blk { |q| q * 2 }
p b.(3), b[4], b.yield(5), b === 6, b.call(*[7])
def pass(&) = [1, 2].map(&)
p pass { |v| v + 1 }, [1, 2].map(&:to_s), %w[a b].each_with_index.map { |s, i| s * (i + 1) }, [1, 2].map(&2.method(:+))
def opt(a, b = (return :early; 1)) = [a, b]
p opt(1), opt(1, 2)
p [1, 2, 3].inject { |s, v| s + v }, [1, 2].each_slice(2).map { |a, b| a + b }, { a: 1 }.map { |k, v| [k, v] }, { a: 1 }.map { |pair| pair }, { a: 1 }.each_with_index.map { |(k, v), i| [k, v, i] }
begin
  ->(a) { }.call
rescue ArgumentError => e
  p e.message
end
begin
  ->(a:) { }.call
rescue ArgumentError => e
  p e.message
end
begin
  -> { _1 }.call(1, 2)
rescue ArgumentError => e
  p e.message
end
begin
  -> { it }.call
rescue ArgumentError => e
  p e.message
end
p(proc { |a, b = a, *c, d: b| [a, b, c, d] }.call(1), proc { |a = 1, b = 2| [a, b] }.call([5]), proc { |a = 1| a }.call([5, 6]), proc { |a, **k| [a, k] }.call([1, 2]), proc { |a, k: 1| [a, k] }.call([[1, 2]]))
nested = [[1, [2, [3, [4]]]]]
nested.each { |a, (b, (c, (d)))| p [a, b, c, d] }
p [[1, 2, 3, 4]].map { |a, *b, c| [a, b, c] }, [[1, [2, 3, 4]]].map { |a, (b, *c)| [a, b, c] }, [[1, [2, 3, 4]]].map { |a, (*b, c)| [a, b, c] }
p (1..3).each_with_object([]) { |i, acc| acc << i }, [[1, 2], [3, 4]].to_h { |a, b| [a, b * 2] }, [3, 1].sort { |a, b| a <=> b }, [1, 2].zip([3, 4]).map { |a, b| a * b }
it = 5
p it, [1].map { it }
p [1].each { |_, _a, _b| p [_, _a, _b] }
p proc { |a, a2 = a, *r, k: r, **o, &bl| [a, a2, r, k, o, bl&.call] }.call(1, 2, 3, z: 4) { 5 }
i = 3
p [1].map { |v, i = v| i }, i
