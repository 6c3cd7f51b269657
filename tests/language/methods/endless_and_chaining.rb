class Chain
  def initialize = @log = []
  def a = tap { @log << :a }
  def b(x) = tap { @log << x }
  def log = @log
end
p Chain.new.a.b(1).a.log
r = Chain.new
  .a
  .b(2)
  # comment between
  .b(3)
  .log
p r
q = [1, 2, 3]
  .map { |x| x * 2 }
  .select { |x| x > 2 }
  &.first
p q
def sq(x) = x**2
def comp(x) = sq(x) + sq(x + 1)
def cond(x) = x > 1 ? :big : :small
def resc(x) = Integer(x) rescue :bad
def hash_ret = { a: 1 }
def blk = [1, 2].map { |x| x + 1 }
def with_do = [1, 2].map do |x| x * 3 end
p sq(3), comp(2), cond(1), cond(5), resc("5"), resc("x"), hash_ret, blk, with_do
def self.cls = :singleton_endless
p self.cls
puts [1, 2, 3].sum.to_s.rjust(5, "0").then { |s| "<#{s}>" }
p 5.then { _1 + 1 }, 5.tap { |x| x + 100 }, 5.itself, 5.then.class
puts((1..3).each_with_object([]) { |i, a| a << i }.inspect)
puts [3, 1, 2].sort.reverse.first(2).inspect
p [[1, 2], [3, 4]].to_h.transform_values { |v| v * 2 }.select { |k, v| v > 4 }.keys.first
