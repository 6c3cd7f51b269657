# svm: pin gc-stress
p GC.start, GC.count.is_a?(Integer), GC.count >= 0
before = GC.count
GC.start
p GC.count > before
p GC.stat.is_a?(Hash), GC.stat(:count).is_a?(Integer), GC.stat.key?(:count)
p GC.stress, (GC.stress = false), GC.disable, GC.disable, GC.enable, GC.enable
keep = Array.new(1000) { |i| "string #{i}" }
10_000.times { |i| "garbage #{i}" }
GC.start
p keep.size, keep[500], keep.last
h = {}
500.times { |i| h["k#{i}"] = [i, { v: i }] }
GC.start(full_mark: true, immediate_sweep: true)
p h["k123"], h.size
o = Object.new
id = o.object_id
GC.start
p o.object_id == id, { o => 1 }[o]
def churn(n) = n.times.map { |i| [i, i.to_s, { i => i }] }.last
p churn(5000)
class Node
  attr_accessor :nxt, :v
end
head = nil
3000.times { |i| n = Node.new; n.v = i; n.nxt = head; head = n; GC.start if i % 1000 == 0 }
c = 0
c += 1 while (head = head.nxt)
p c
