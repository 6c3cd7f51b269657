def m(*a, &b) = [a, b ? b.call(2, 3) : nil]
p m(1) { |x, y| x * y }, m(&:+), m(1, &->(x, y) { x - y }), m(&method(:format).unbind.bind(self).then { nil })
p %w[a b].map(&:upcase), [1, 2].each_with_object([]).each(&proc { |x, acc| acc << x }), [1, 2].inject(&:+), [[1, 2], [3, 4]].map(&:first)
def chain1(&b) = chain2(&b)
def chain2(&b) = chain3(&b)
def chain3 = yield(1) + 1
p chain1 { |x| x * 10 }
def anon(&) = chain1(&)
p anon { 5 }
def store(&b) = (@b = b)
store { |x| @z = x }
@b.call(7)
p @z
class W
  def initialize(&b) = @b = b
  def run(*a) = @b.(*a)
  def ie(&b) = instance_eval(&(b || @b))
  def iexec(*a, &b) = instance_exec(*a, &b)
  def each(&b) = (@items ||= [1, 2]).each(&b)
end
p W.new { |x| x + 1 }.run(1), W.new { self.class }.run, W.new { }.ie { self.class }, W.new { }.iexec(4) { |v| [v, self.class] }
W.new { }.each { |x| print x }
puts
def blk_to_lambda(&b) = lambda(&b)
def two_blocks(a, &b) = a.map { |x| b.(x) }
p two_blocks([1, 2]) { |x| x * 3 }
def yield_twice = [yield, yield]
n = 0
p yield_twice { n += 1 }
puts [1, 2, 3].each_slice(2).class do |x|
  raise "binds to puts"
end
r = [1, 2].each do |x|
  x
end
p r
p([3].map do |x| x + 1 end)
v = [1, 2].map { |x|
  x + 1
}.map { |x| x * 2 }
p v
p [1, 2].sum(&:succ), [1, 2].to_h { [_1, _1.to_s] }, ["x"].each_with_index.to_h { |a, i| [a, i] }, { a: 1 }.map(&:last), { a: 1 }.any?(&:nil?), [nil].all?(&:nil?)
begin
  m(&3)
rescue TypeError => e
  puts e.message
end
begin
  [1].each(&"x")
rescue TypeError => e
  puts e.message
end
