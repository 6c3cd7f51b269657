# Where a constant is looked for: the lexical scopes, then the ancestors of the innermost, then Object.
require_relative "../lib/check"

X = :top
module Outer
  X = :outer
  Y = :outer_y
  module Inner
    def self.x = X
    def self.y = Y
    def self.top = ::X
    def self.nesting = Module.nesting
  end
  class Parent
    X = :parent
    Z = :parent_z
  end
  class Child < Parent
    def self.x = X
    def self.z = Z
    def self.qualified = self::X
    def self.missing = Nope
    def self.in_block = [1].map { X }.first
    def self.in_lambda = -> { X }.call
    define_method(:defined) { X }
    class << self
      X = :singleton
      def from_singleton = X
    end
  end
end
module Outer::Flat
  def self.x = X
  def self.y = Y
  def self.nesting = Module.nesting
end
class Outer::Child
  def self.reopened = X
  def self.reopened_y = Y
end
module Mixed
  M = :mixed
  X = :mixed_x
end
class UsesMixed
  include Mixed
  def m = M
  def x = X
  def self.m = M
end
class Prepended
  P = :own
  prepend(Module.new { const_set(:P, :prepended) })
  def self.lexical = P
  def self.qualified = self::P
end
class BasicUser < BasicObject
  def self.plain = String
  def self.rooted = ::String
end

check("lexical before Object") { Outer::Inner.x }
check("outer scope") { Outer::Inner.y }
check("rooted") { Outer::Inner.top }
check("nesting") { Outer::Inner.nesting }
check("lexical before inherited") { Outer::Child.x }
check("inherited") { Outer::Child.z }
check("qualified is inherited only") { Outer::Child.qualified }
check("missing") { Outer::Child.missing }
check("in a block") { Outer::Child.in_block }
check("in a lambda") { Outer::Child.in_lambda }
check("in define_method") { Outer::Child.new.defined }
check("in the singleton's body") { Outer::Child.from_singleton }
check("the singleton's constant") { Outer::Child.singleton_class::X }
check("A::B skips the outer scope") { Outer::Flat.y }
check("A::B skips it, Object's found") { Outer::Flat.x }
check("A::B nesting") { Outer::Flat.nesting }
check("reopened by path") { Outer::Child.reopened }
check("reopened by path, outer") { Outer::Child.reopened_y }
check("through a module") { UsesMixed.new.m }
check("module before Object") { UsesMixed.new.x }
check("through a module, singleton method") { UsesMixed.m }
check("own lexical before prepended") { Prepended.lexical }
check("prepended first when qualified") { Prepended.qualified }
check("BasicObject sees no Object") { BasicUser.plain }
check("BasicObject, rooted") { BasicUser.rooted }
check("qualified through a module is no Object") { Mixed::String }
check("qualified through a class is Object, with care") { UsesMixed::String }
check("instance_eval keeps the lexical scope") { Outer::Child.new.instance_eval { X } }
check("class_eval block keeps the lexical scope") { Outer::Child.class_eval { X } }
check("class_exec block") { Outer::Parent.class_exec { Z } }
check("Class.new block") { Class.new(Outer::Parent) { const_set(:FOUND, X) }.const_get(:FOUND) }
check("constant in a Class.new block is lexical") { Class.new { W_IN_BLOCK = 1 }; Object.const_defined?(:W_IN_BLOCK) }
check("assignment by path") { Outer::NEW = 5; Outer.const_get(:NEW) }
check("assignment at the root") { ::ROOT_NEW = 6; Object::ROOT_NEW }
check("or-assignment, missing") { Outer::LAZY ||= :made }
check("or-assignment, there") { Outer::LAZY ||= raise }
check("or-assignment, rooted") { ::ROOT_LAZY ||= 1 }
check("and-assignment, missing") { Outer::MISSING &&= 1 }
check("path evaluated once") { log = []; (log << 1; Outer)::ONCE ||= 2; log }
check("on a value") { x = 5; x::Y }
check("on nil") { nil::Y }
check("method call by ::") { Outer::Child::x }
check("defined?") { [defined?(X), defined?(Outer::X), defined?(Outer::Nope), defined?(Nope::X), defined?(::X), defined?(String)] }
check("lower-case const_get") { Outer.const_get(:x) }
check("const_get path") { Object.const_get("Outer::Child::Z") }
check("const_get path, missing") { Object.const_get("Outer::Gone::Z") }
check("const_get bad path") { Object.const_get("Outer::") }
check("const_get without ancestors") { Outer::Child.const_get(:Z, false) }
check("const_get of Object's") { Outer.const_get(:String) }
check("const_get of Object's without ancestors") { Outer.const_get(:String, false) }
check("const_defined?") { [Outer.const_defined?(:X), Outer.const_defined?("Inner"), Outer.const_defined?(:String), Outer.const_defined?(:String, false), Outer.const_defined?("Child::Z")] }
check("const_defined? bad name") { Outer.const_defined?("bad name") }
check("const_set") { [Outer.const_set(:SET, 1), Outer::SET] }
check("const_set bad name") { Outer.const_set("lower", 1) }
check("const_set names a class") { c = Class.new; Outer.const_set(:Named, c); [c.name, c.to_s] }
check("the first name stays") { Again = Outer::Named; Again.name }
check("constants") { Outer.constants.sort.first(4) }
check("constants with ancestors") { Outer::Child.constants.sort }
check("constants without") { Outer::Child.constants(false) }
check("remove_const") { [Outer.send(:remove_const, :SET), Outer.const_defined?(:SET)] }
check("remove_const, missing") { Outer.send(:remove_const, :SET) }
check("const_source_location") { Outer.const_source_location(:Y) }
check("const_source_location, missing") { Outer.const_source_location(:NOPE) }
check("of a builtin") { Object.const_source_location(:String) }
