class Tree
  include Enumerable
  def initialize(*v) = @v = v
  def each
    return enum_for(:each) { @v.size } unless block_given?
    @v.each { |x| yield x }
    self
  end
end
t = Tree.new(3, 1, 2, 5, 4)
p t.map { |x| x * 2 }, t.select(&:even?), t.reject(&:even?), t.sort, t.min, t.max, t.sum, t.to_a, t.entries, t.first, t.first(2), t.include?(5), t.count, t.count(&:odd?)
p t.inject(:+), t.inject { |a, b| a * b }, t.reduce(100) { |a, b| a - b }, t.each_with_index.to_a, t.each_with_object([]) { |x, a| a.unshift(x) }, t.partition { |x| x > 2 }, t.group_by { |x| x % 2 }
p t.sort_by { |x| -x }, t.min_by { |x| (x - 3).abs }, t.max_by { |x| x % 4 }, t.minmax, t.find { |x| x > 3 }, t.find_index(5), t.find_index { |x| x == 2 }, t.take(2), t.drop(3), t.take_while { |x| x < 5 }, t.drop_while { |x| x < 5 }
p t.each_slice(2).to_a, t.each_cons(4).to_a, t.zip([1, 2]), t.each_entry.to_a, t.reverse_each.to_a, t.tally, t.uniq, t.chunk_while { |a, b| b > a }.to_a, t.slice_when { |a, b| b < a }.to_a, t.flat_map { |x| [x, x] }, t.filter_map { |x| x + 1 if x.odd? }
p t.any? { |x| x > 4 }, t.all?(Integer), t.none?(String), t.one?(3), t.cycle.first(7), t.each_with_index.map { |x, i| x * i }, t.sum { |x| x.to_f }, t.to_h { |x| [x, x.to_s] }
p t.each.next, t.each.size, t.each { }.class, t.min(2), t.max(2), t.min { |a, b| b <=> a }, t.first(0), t.sort { |a, b| b <=> a }, t.include?(99), t.member?(1), t.collect(&:to_s), t.detect(&:even?), t.find_all(&:odd?)
class Pairs
  include Enumerable
  def each
    yield 1, 2
    yield 3, 4
  end
end
q = Pairs.new
p q.to_a, q.map { |a, b| a + b }, q.map { |a| a }, q.first, q.to_h, q.each_with_index.to_a, q.select { |a, b| b > 2 }, q.inject { |a, b| a + b }, q.each_slice(2).to_a, q.sort_by { |a, b| -b }, q.include?([1, 2]), q.count, q.min_by { |a, b| -a }, q.group_by { |a, b| a }, q.each_with_object([]) { |(a, b), m| m << b }, q.each_entry.to_a, q.partition { |a, b| a > 1 }, q.find { |a, b| b == 4 }, q.zip(q)
class Empty
  include Enumerable
  def each; end
end
e = Empty.new
p e.to_a, e.first, e.min, e.max, e.sum, e.inject(:+), e.sort, e.minmax, e.first(2), e.count, e.each_slice(2).to_a, e.reduce(5) { }, e.any?, e.all?, e.none?, e.tally, e.group_by { }, e.max_by { }, e.cycle { raise }, e.zip
