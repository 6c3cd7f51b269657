class A
  def initialize(n) = @n = n
  def to_s = "A#{@n}"
end
class B < A
  def inspect = "#<B n=#{@n}>"
end
class C
  def to_s = "c"
  alias inspect to_s
end
a, b, c = A.new(1), B.new(2), C.new
puts a, b, c, [b, c].inspect, "#{a}#{b}#{c}", [a].join, [[b]].to_s, { b => c }.to_s
p b, c, [b, [c]], { k: b }
print a, b, c, "\n"
puts "x: " + a.to_s, "%s|%p" % [a, b], :"#{c}".inspect, a.inspect.start_with?("#<A:0x"), a.inspect.end_with?(" @n=1>")
class D
  def to_s = nil
end
puts D.new.to_s.inspect, "#{D.new}".start_with?("#<D")
class E < StandardError
  def to_s = "E to_s"
end
p E.new, E.new.message, (raise E rescue $!.inspect)
S = Struct.new(:a) { def to_s = "S!" }
puts S.new(1), S.new(1).inspect, "#{S.new(2)}"
class F
  def inspect = "F-inspect"
end
puts F.new.to_s.start_with?("#<F"), [F.new].to_s, F.new.inspect
