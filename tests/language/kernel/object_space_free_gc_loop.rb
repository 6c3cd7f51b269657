class Node
  attr_accessor :left, :right, :data
  def initialize(d) = @data = d
end
def build(n) = n == 0 ? nil : Node.new("n#{n}").tap { |x| x.left = build(n - 1); x.right = build(n - 1) }
def sum(t) = t ? 1 + sum(t.left) + sum(t.right) : 0
keep = build(8)
50.times { build(6) }
p sum(keep), keep.data, keep.left.right.data
strs = []
3000.times { |i| strs << "str #{i}"; strs.shift if strs.size > 50 }
p strs.first, strs.last, strs.size
h = {}
2000.times { |i| h[i % 37] = ["v", i, { x: i.to_s }] }
p h.size, h[5], h.values.map { |v| v[2][:x].to_i }.sum
acc = +""
1000.times { |i| acc << "abc"; acc = acc[-100..] || acc }
p acc.size
procs = Array.new(500) { |i| j = i.to_s; -> { j + "!" } }
GC.start
p procs.map(&:call).uniq.size, procs[499].call
cyc = Array.new(100) { a = []; a << a; a }
GC.start
p cyc.all? { |a| a[0].equal?(a) }
m = (1..200).map { |i| (2**70 + i) * i }
GC.start
p m.sum, m.last
e = Array.new(50) { |i| begin; raise "err #{i}"; rescue => x; x; end }
GC.start
p e.last.message, e.first.backtrace.size
