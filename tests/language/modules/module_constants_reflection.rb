# const_get, const_set, const_defined?, const_source_location, const_missing, private and deprecated constants.
module Outer
  X = 1
  module Inner
    Y = 2
    class Deep
      Z = 3
    end
  end
  HIDDEN = 4
  private_constant :HIDDEN
end
class Parent
  P = :parent
end
class Child < Parent
  C = :child
end
p Outer.const_get(:X), Outer.const_get("X"), Outer.const_get("Inner::Y"), Object.const_get("Outer::Inner::Deep::Z")
p Child.const_get(:P), Child.const_get(:C), Child.const_get(:String), Child.const_get(:Outer).name
p Outer.const_defined?(:X), Outer.const_defined?("Inner::Deep"), Outer.const_defined?("Inner::Nope"), Outer.const_defined?(:String), Outer.const_defined?(:String, false)
p Child.const_defined?(:P), Child.const_defined?(:P, false)
def try
  yield
rescue NameError, TypeError, ArgumentError, FrozenError, RuntimeError => e
  puts "#{e.class}: #{e.message}"
end
try { Outer.const_get(:Nope) }
try { Outer.const_get("nope") }
try { Outer.const_get("Inner::nope") }
try { Outer.const_get("X::Y") }
try { Outer.const_get("Inner::Nope") }
try { Child.const_get(:P, false) }
try { Outer.const_get("") }
try { Outer.const_get("Inner::") }
try { Outer.const_get(1) }
try { Outer.const_set("bad", 1) }
try { Outer.const_set(:Bad?, 1) }
try { Outer::HIDDEN }
try { Outer.const_get(:HIDDEN) }
try { Object.const_get("Outer::HIDDEN") }
try { Outer.private_constant(:NOPE) }
try { Outer::Nope }
try { Nope }
try { Outer::Inner::Nope }
try { 1::X }
p Outer.constants.sort, Outer.constants(false).sort
p Child.constants.sort, Child.constants(false)
p Outer.const_set(:ADDED, 9), Outer::ADDED
p Outer.const_source_location(:X), Outer.const_source_location("Inner::Y"), Outer.const_source_location(:Nope), Object.const_source_location(:String), Object.const_source_location("Outer::Inner::Deep::Z"), Object.const_source_location(:Outer)
p Child.const_source_location(:P), Child.const_source_location(:P, false)
Outer.public_constant :HIDDEN
p Outer::HIDDEN
p Outer.send(:remove_const, :ADDED), Outer.const_defined?(:ADDED)
try { Outer.send(:remove_const, :ADDED) }
try { Outer.remove_const(:X) }
try { Outer.send(:remove_const, :bad) }
class Auto
  def self.const_missing(n) = n == :Magic ? [:made, n] : super
end
p Auto::Magic, Auto.const_get(:Magic)
try { Auto::Other }
module Dep
  OLD = 1
  deprecate_constant :OLD
end
p Dep::OLD
try { Module.new.const_set(:X, 1).frozen? }
Froz = Module.new.freeze
try { Froz.const_set(:A, 1) }
try { Outer.freeze; Outer.const_set(:ZZ, 1) }
m = Module.new
p m.name, m.to_s[0, 10]
m::Nested = Class.new
p m::Nested.name.sub(/0x\h+/, "XX") if false
Given = m
p m.name, m::Nested.name, m::Nested.to_s
c = Class.new
p c.name
p c.set_temporary_name("fake<x>").equal?(c), c.name, c.to_s, c.new.to_s[0, 10]
c.const_set(:In, Class.new)
p c::In.name
try { c.set_temporary_name("Foo") }
try { c.set_temporary_name("") }
p c.set_temporary_name(nil).name
Named = c
p c.name
try { c.set_temporary_name("x") }
p Named::In.name
p Module.nesting
module Outer2
  module In2
    p Module.nesting
  end
end
module Outer2::In2
  p Module.nesting
end
p Object.const_get("::String") rescue p $!.class
p Outer.const_get("::Inner") rescue puts $!.message
class Redefined; end
p Module.constants.include?(:Redefined), Module.constants.include?(:String)
p Comparable.const_get(:String)
try { BasicObject.const_get(:String) }
try { BasicObject::String }
p Math.constants.sort, Float.constants.include?(:INFINITY)
