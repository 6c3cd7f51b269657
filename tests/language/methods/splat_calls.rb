def f(*a, **k, &b) = [a, k, b&.call]
arr = [1, 2]
h = { x: 1 }
blk = -> { :b }
p f(*arr), f(**h), f(*arr, **h), f(*arr, 3, *arr, y: 2, **h, &blk), f(&blk), f(&nil), f(*[], **{}), f(*nil)
p f(*arr, &:class) rescue puts "#{$!.class}: #{$!.message}"
class ToA
  def to_a = [7, 8]
end
class NoToA
end
p f(*ToA.new), f(*NoToA.new)[0].size, [*ToA.new], f(*"s"), f(*1..2), f(*{ a: 1 })
class ToHash
  def to_hash = { th: 1 }
end
class ToProc
  def to_proc = proc { :from_to_proc }
end
p f(**ToHash.new), f(&ToProc.new)
[-> { f(**5) }, -> { f(&5) }, -> { f(**nil) }].each do |l|
  p l.call
rescue TypeError => e
  puts e.message
end
class BadToA
  def to_a = 5
end
begin
  f(*BadToA.new)
rescue TypeError => e
  puts e.message
end
def yielder = yield(*[1, 2], **{ k: 3 })
p yielder { |a, b, k:| [a, b, k] }, yielder { |*a, **k| [a, k] }
def sup(a, b = :d, *c) = [a, b, c]
p sup(*[1]), sup(*[1, 2, 3, 4]), send(:sup, *[5, 6]), method(:sup).call(*[7])
x = [3, 4]
p [*x, *x], [0, *x, 5], f(0, *x, 5), [*x].equal?(x)
big = (1..500).to_a
p f(*big)[0].size, [].push(*big).size, [1].concat(big, big).size, [9, *big].max
def modify(*a) = a << 99
p modify(*x), x
def opt2(a, b = a, *c, d) = [a, b, c, d]
p opt2(*[1, 2]), opt2(*[1, 2, 3]), opt2(*[1, 2, 3, 4])
def anon_block(&) = f(1, &)
p anon_block { :anon }, anon_block
