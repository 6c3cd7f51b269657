A = 1
module M
  B = 2
  class C
    D = 3
    def lookup = [A, B, D]
    def self.d = D
    module Deep
      E = [A, B, D]
    end
  end
end
p M::B, M::C::D, M::C.new.lookup, M::C.d, M::C::Deep::E, ::A, Object::A
class Parent
  X = :parent
  def self.x = X
  def self.dyn = self::X
end
class Child < Parent
  X = :child
end
p Parent.x, Child.x, Parent.dyn, Child.dyn, Child::X
module Inc
  Y = :inc
end
class UseInc
  include Inc
  def y = Y
end
p UseInc::Y, UseInc.new.y
p M.constants, M.const_get(:B), M.const_defined?(:B), M.const_defined?(:Z), Object.const_get("M::C::D"), M.const_get(:A)
M.const_set(:Z, 26)
p M::Z, M.constants.sort
[-> { Nope }, -> { M::Nope }, -> { M::C.nope_const }, -> { 5::X }, -> { Object.const_get(:lower) }, -> { M.const_get("bad name") }].each do |l|
  l.call
rescue NameError, TypeError => e
  puts "#{e.class}: #{e.message}"
end
class M::C
  F = 6
  def f = defined?(B)
end
p M::C::F, M::C.new.f
module Outer
  V = :outer
  class Inner
    def v = V
  end
end
class Outer::Inner
  def w = (V rescue "no V")
end
p Outer::Inner.new.v, Outer::Inner.new.w
class << self
  SING = 1
  p SING
end
p [1].map { M::B }, M.name, M::C.name, M::C::Deep.to_s
M.send(:remove_const, :Z)
p M.const_defined?(:Z)
class Missing
  def self.const_missing(n) = "missing #{n}"
end
p Missing::Anything
X1, X2 = 1, 2
p X1, X2
M::W ||= 5
M::W ||= 6
p M::W
module M
  private_constant :B
end
begin
  M::B
rescue NameError => e
  puts e.message
end
