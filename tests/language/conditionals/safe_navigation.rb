a = nil
p a&.size, a&.size&.foo, a&.foo(bar), a.to_a&.size
b = "str"
p b&.size, b&.upcase&.downcase, b&.+("x")
class N
  attr_accessor :nxt, :v
  def initialize(v, n = nil) = (@v = v; @nxt = n)
  def call(x) = x * 2
  def [](i) = i
end
n = N.new(1, N.new(2))
p n&.nxt&.v, n.nxt&.nxt&.v, n&.nxt&.nxt.nil?
n&.v = 10
p n.v
a&.v = 10
n&.v += 5
p n.v
a&.v += 1
p n&.call(4), n&.(4), a&.(4), n&.[](3)
n.nxt&.v ||= 7
p n.nxt.v
p a&.each { raise }
def side = (print "side "; 1)
a&.foo(side)
n&.call(side)
puts
p [nil, "a"].map { |x| x&.upcase }, [nil, 1].sum { |x| x&.succ || 0 }
begin
  n&.nope
rescue NoMethodError => e
  puts e.message.start_with?("undefined method 'nope' for an instance of N")
end
begin
  nil.nope
rescue NoMethodError => e
  puts e.message
end
p false&.to_s
