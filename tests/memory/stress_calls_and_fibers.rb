GC.stress = true
class Acc
  attr_reader :list
  def initialize = @list = []
  def add(x, *r, k: "k", **o, &b) = (@list << [x, r, k, o, b&.call]; self)
  def method_missing(n, *a) = [n, a]
end
acc = Acc.new
3.times { |i| acc.add("x#{i}", "r#{i}", k: "k#{i}", z: "z#{i}") { "b#{i}" } }
mm = acc.ghost("a" + "b")
f = Fiber.new { |x| y = Fiber.yield(x + "1"); y + "2" }
r = [f.resume("a"), f.resume("b")]
e = [1, 2, 3].each
n = [e.next, e.next]
c = catch(:t) { throw :t, "thr" + "own" }
q = Hash.new { |hh, kk| hh[kk] = "d#{kk}" }
q[1]
d = [3, 1, 2].sort { |x, y| "#{x}" <=> "#{y}" }
GC.stress = false
p acc.list[2], mm, r, n, c, q, d   #=> ["x2", ["r2"], "k2", {z: "z2"}, "b2"] ⏎ [:ghost, ["ab"]] ⏎ ["a1", "b2"] ⏎ [1, 2] ⏎ "thrown" ⏎ {1 => "d1"} ⏎ [1, 2, 3]
