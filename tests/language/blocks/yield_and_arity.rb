def y0 = yield
def y1 = yield(1)
def y2 = yield(1, 2)
def y3 = yield(1, 2, 3)
def ya = yield([1, 2])
def yaa = yield([1, 2], 3)
def yn = yield(nil)
p y0 { |a| a }, y1 { |a, b| [a, b] }, y2 { |a| a }, y2 { |a, b, c| [a, b, c] }, y3 { |a, *b| [a, b] }, ya { |a| a }, ya { |a, b| [a, b] }, ya { |a, | a }
p ya { |*a| a }, ya { |a, *b| [a, b] }, ya { |*a, b| [a, b] }, yaa { |(a, b), c| [a, b, c] }, yaa { |a, b| [a, b] }, ya { |a, b = 5, c = 6| [a, b, c] }, y1 { |*| :ok }, yn { |a, b| [a, b] }, yn { |*a| a }
p y3 { |a, (b, c), d| [a, b, c, d] }, y2 { |a, b = 9| [a, b] }, y1 { |a, b = 9| [a, b] }, y3 { |*a, b| [a, b] }, y3 { |a, *b, c| [a, b, c] }, y1 { |a, *b, c| [a, b, c] }
p ya { |a, k: 1| [a, k] }, ya { |a, b, k: 1| [a, b, k] }, ya { |a, **k| [a, k] }
p [[1, [2, 3]]].map { |a, (b, c)| [a, b, c] }, [[1, 2, 3]].map { |a, *b| b }, { a: 1 }.map { |k, v| [v, k] }, [[[1, 2], 3]].each_with_index.map { |((a, b), c), i| [a, b, c, i] }
def bg = block_given?
p bg, bg { }, bg(&nil), bg(&:x)
begin
  y0
rescue LocalJumpError => e
  puts e.message
end
def pass(&b) = y2(&b)
p pass { |a, b| a + b }
p y1 { |x| y1 { |z| x + z } }
p proc { |a| }.arity, proc { |a, b| }.arity, proc { |*a| }.arity, proc { |a, *b| }.arity, proc { |a, b = 1| }.arity, proc { || }.arity, proc { }.arity, proc { |a:| }.arity, proc { |a, k: 1| }.arity
p lambda { |a| }.arity, lambda { |a, b| }.arity, lambda { |*a| }.arity, lambda { |a, *b| }.arity, lambda { |a, b = 1| }.arity, lambda { }.arity, ->(a:) { }.arity, ->(a, b: 1) { }.arity, ->(a = 1) { }.arity
p proc { |a, b = 1, *c, d, e:, f: 2, **g, &h| }.parameters, lambda { |a, (b, c)| }.parameters, proc { |x| }.parameters(lambda: true)
class ToAry
  def to_ary = [7, 8]
end
def yo = yield(ToAry.new)
p yo { |a, b| [a, b] }
