class K
  V = 1
  def self.run = yield
  def self.ev(&b) = class_eval(&b)
end
V = :top
p K.run { V }, K.ev { V }, K.class_exec { V }, K.new.instance_eval { V }
K.ev { W = 2 }
p W, K.const_defined?(:W, false)
module Outer
  X = 1
  Y = -> { X }
  def self.get = [1].map { X }
  class Inner
    def x = X
    X2 = X + 1
  end
end
p Outer::Y.call, Outer.get, Outer::Inner.new.x, Outer::Inner::X2
K.const_set(:Z, 3)
class K
  def z = Z
end
p K.new.z
Outer::NEW = 5
module Outer
  p NEW
end
class Sub < K
  def v = V
  p V
end
p Sub.new.v, Sub::V
