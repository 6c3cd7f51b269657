e = [1, 2, 3].each
p e.next, e.peek, e.next, e.next, (e.next rescue $!.class), (e.next rescue $!.message), e.rewind.next, e.size, e.class
p [1, 2].each_with_index.to_a, [1, 2].map.with_index(10) { |x, i| x * i }, [1, 2].each.with_object([]).to_a, [4, 5].each_with_index.select { |x, i| i > 0 }, %w[a b].each.with_index(1).map { |s, i| s * i }
g = Enumerator.new do |y|
  y << 1 << 2
  y.yield 3, 4
  :done
end
p g.to_a, g.next, g.next, g.next, (begin; g.next; rescue StopIteration => s; s.result; end), g.size, g.first(2), g.map { |x| x }
fib = Enumerator.new do |y|
  a, b = 0, 1
  loop { y << a; a, b = b, a + b }
end
p fib.take(10), fib.each_with_index.first(3), fib.first(3), fib.each_slice(2).first(2)
p fib.next, fib.next, fib.peek, fib.next
def each_pair_of
  return to_enum(:each_pair_of) unless block_given?
  yield 1, :a
  yield 2, :b
end
p each_pair_of.to_a, each_pair_of.next, each_pair_of.map { |n, s| [s, n] }
p 5.times.class, 3.times.next, 1.upto(3).next, (1..3).each.next, "ab".each_char.next, { a: 1 }.each.next, [3].cycle.take(2), loop.class, [1].each_slice(1).size, 4.times.size, [1, 2, 3].each_cons(2).size
z = [1, 2, 3].each
w = %w[a b c].each
r = []
loop { r << [z.next, w.next] }
p r, [1, 2, 3].each_entry.to_a
ee = [10, 20].each_with_index
p ee.next, ee.next, (ee.next rescue "stop")
p [1, 2, 3].each.with_index.to_a, (1..3).each_with_object(:m).to_a, [5, 6].each.with_index(2).to_a, Enumerator.new { |y| y << 1 }.inspect.start_with?("#<Enumerator: #<Enumerator::Generator:"), [1, 2].each.inspect, [1].map.with_index(1).inspect, (1..3).each_slice(2).inspect
p Enumerator.produce(1) { |x| x * 2 }.take(6), ([1, 2].each + [3]).to_a, [4, 5].each_with_index.with_index(1).to_a
