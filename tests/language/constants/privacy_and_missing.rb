# private_constant, const_missing, frozen modules, dynamic assignment.
require_relative "../lib/check"

module Secrets
  OPEN = 1
  HIDDEN = 2
  private_constant :HIDDEN
  def self.inside = HIDDEN
  def self.by_self = self::HIDDEN
  class Nested
    def self.see = HIDDEN
  end
  private_constant :Nested
end
class Heir
  include Secrets
  def see = HIDDEN
end

check("private, outside") { Secrets::HIDDEN }
check("private, inside") { Secrets.inside }
check("private, through self") { Secrets.by_self }
check("private, inherited") { Heir.new.see }
check("private class") { Secrets::Nested }
check("const_get sees it") { Secrets.const_get(:HIDDEN) }
check("const_get path does not") { Object.const_get("Secrets::HIDDEN") }
check("constants leaves it out") { Secrets.constants.sort }
check("const_defined?") { Secrets.const_defined?(:HIDDEN) }
check("defined?") { defined?(Secrets::HIDDEN) }
check("private unknown") { Secrets.private_constant :NOPE }
check("public again") { Secrets.public_constant(:HIDDEN); Secrets::HIDDEN }
check("error's name and receiver") { Secrets::Nested rescue [$!.name, $!.receiver, $!.class] }

module Lazy
  def self.const_missing(name) = name.start_with?("Auto") ? const_set(name, "made #{name}") : super
end
check("const_missing makes") { Lazy::AutoThing }
check("made once") { Lazy::AutoThing.equal?(Lazy::AutoThing) }
check("const_missing super") { Lazy::Other }
check("const_missing from const_get") { Lazy.const_get(:AutoGet) }
check("const_missing lexical") { module Lazy; AutoLexical; end }
check("defined? does not ask") { [defined?(Lazy::AutoNever), Lazy.const_defined?(:AutoNever)] }
check("Object.const_missing") do
  def Object.const_missing(name) = "object misses #{name}"
  [Totally, Secrets::Absent, (5::Foo rescue $!.class)]
ensure
  Object.singleton_class.send(:remove_method, :const_missing)
end
check("uninitialized, top") { Totally }
check("uninitialized, path") { Secrets::Absent }
check("error's parts") { Secrets::Absent rescue [$!.name, $!.receiver, $!.message] }
check("assignment in a method") { eval("def m; DYNAMIC = 1; end") }
check("or-assignment in a method") { def m = Secrets::LATE ||= 1; m }
check("frozen module") { Module.new.freeze.const_set(:A, 1) }
check("class of another superclass") { eval("class Heir < String; end") }
check("class that is a module") { eval("class Secrets; end") }
check("module that is a class") { eval("module Heir; end") }
check("class that is a value") { Object.const_set(:VALUE, 5); eval("class VALUE; end") }
check("superclass that is no class") { eval("class Odd < 5; end") }
check("scope that is no module") { eval("class VALUE::Inner; end") }
check("superclass is a singleton class") { Class.new("x".singleton_class) }
check("superclass Class") { Class.new(Class) }
check("anonymous names") { [Class.new.name, Module.new.name, Class.new.to_s.start_with?("#<Class:0x")] }
check("nested in anonymous") { m = Module.new; m.const_set(:In, Class.new); m::In.to_s.sub(m.to_s, "M") }
check("temporary name") { c = Class.new.set_temporary_name("fake<x>"); [c.name, c.new.to_s.start_with?("#<fake<x>")] }
check("temporary name like a constant") { Class.new.set_temporary_name("Real") }
check("multiple assignment") { A1, *A2 = 1, 2, 3; [A1, A2] }
check("in a conditional") { CONDITIONAL = 1 if true; CONDITIONAL }
check("unset in a conditional") { UNSET_ONE = 1 if false; defined?(UNSET_ONE) }
