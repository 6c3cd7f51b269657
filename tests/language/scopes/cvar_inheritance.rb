class A
  @@v = 1
  def v = @@v
  def v=(x)
    @@v = x
  end
end
class B < A
  def bv = @@v
  def set = @@v = :from_b
end
B.new.set
p A.new.v, B.new.bv
A.new.v = 3
p B.new.bv
class C
  def init = @@late = 5
  def get = @@late
  def safe = defined?(@@late)
end
p C.new.safe
begin
  C.new.get
rescue NameError => e
  puts e.message
end
C.new.init
p C.new.get, C.new.safe, C.class_variables
class D
  @@n = 0
  def self.make = new.tap { @@n += 1 }
  def self.n = @@n
  @@list ||= []
  @@list << 1
  def self.list = @@list
end
3.times { D.make }
p D.n, D.list
