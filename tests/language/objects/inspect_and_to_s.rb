class A; end
class B
  def initialize = (@x = 1; @y = "s")
end
class C
  def to_s = "C!"
end
class D
  def inspect = "D?"
end
class E
  def initialize = @nested = D.new
end
class G
  def to_s = nil
  def inspect = 5
end
def norm(s) = s.split("0x").map.with_index { |x, i| i == 0 ? x : x[16..] }.join("0x")
puts norm(A.new.to_s), norm(A.new.inspect), norm(B.new.inspect), norm(B.new.to_s), C.new.to_s, norm(C.new.inspect), norm(D.new.to_s), D.new.inspect, norm(E.new.inspect)
puts "#{C.new}", "#{[C.new].to_s[0, 5]}", [D.new].inspect, { D.new => D.new }.inspect, norm("#{G.new}")
puts [C.new].join("-"), [nil, true].to_s, :a.inspect, nil.to_s, nil.inspect, "".inspect, [].inspect, {}.inspect, (1..2).inspect, A.inspect, Comparable.inspect, norm(Class.new.inspect), norm(Module.new.to_s)
p C.new.to_s, "x", :x, 1, nil
puts nil, [nil], [], [[], [1, [2]]], "end\n", "no newline", ""
puts [1, [2, [nil, 3]]], true
print "a", 1, nil, :b, [1], "\n"
p
p 1, 2
x = p(3)
y = p(4, 5)
z = p
p x, y, z
puts [].to_s, [[]].to_s
$stdout.puts [1, 2], "a"
p norm(Object.new.inspect), norm(Object.new.method(:to_s).inspect)[0, 10], main = self.to_s, self.inspect
class Cyc
  attr_accessor :me
end
c = Cyc.new
c.me = c
puts norm(c.inspect)
class Pi
  def initialize = (@a = 1; @b = 2)
  private def instance_variables_to_inspect = [:@a]
end
puts norm(Pi.new.inspect)
class Err
  def inspect = raise("in inspect")
end
begin
  p [Err.new]
rescue => e
  p e.message
end
puts 1.0.to_s + 2.to_s, 1e20.to_i.to_s, 12345678901234567890.to_s
puts :"a b".inspect, "a\u00e9".inspect, 'a"b'.inspect, "\#{x}".inspect, "\#x".inspect
pp({ a: 1 })
pp [1, 2], "s"
