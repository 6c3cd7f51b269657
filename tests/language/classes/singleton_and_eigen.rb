class A
  class << self
    def one = 1
    attr_accessor :state
    def build(*a) = new(*a)
    alias make build
    private def secret = :secret
    def reveal = secret
  end
  def self.two = one + 1
end
A.state = :on
p A.one, A.two, A.state, A.make.class, A.reveal, A.singleton_methods.sort
class B < A; end
p B.one, B.two, B.state, B.make.class
B.state = :off
p A.state, B.state
o = Object.new
class << o
  X = 5
  def x = X
  def self.deeper = :deeper
end
p o.x, o.singleton_class.deeper, o.singleton_class.singleton_class?, A.singleton_class?, A.singleton_class.inspect, A.singleton_class.instance_methods(false).sort
d = o.clone
p d.x, (o.dup.x rescue "dup loses singleton")
p nil.singleton_class, true.singleton_class
begin
  5.singleton_class
rescue TypeError => e
  puts e.message
end
begin
  five = 5
  def five.foo = 1
rescue TypeError => e
  puts e.message
end
s = "str"
def s.shout = upcase + "!"
p s.shout, s.singleton_methods
m = Module.new
def m.util = :util
p m.util
begin
  Class.new(A.singleton_class)
rescue TypeError => e
  puts e.message
end
p A.singleton_class.superclass == Object.singleton_class, B.singleton_class.superclass == A.singleton_class, o.singleton_class.superclass
o2 = Object.new.tap { |q| def q.hi = :hi }
p o2.hi, o2.singleton_methods, o2.frozen?
o2.freeze
begin
  def o2.other = 1
rescue => e
  puts e.class, e.message.start_with?("can't modify frozen object: #<Object:0x")
end
