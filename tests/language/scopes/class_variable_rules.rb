# Class variables: which class a place belongs to, inheritance, modules, overtaking, reflection.
require_relative "../lib/check"

class Base
  @@shared = :base
  def self.get = @@shared
  def get = @@shared
  def set(v) = @@shared = v
  def self.in_block = [1].map { @@shared }.first
  def self.in_lambda = -> { @@shared }.call
  define_method(:in_define) { @@shared }
  class << self
    def from_singleton = @@shared
    def set_from_singleton(v) = @@shared = v
  end
end
class Heir < Base
  def heir_get = @@shared
  def self.late = @@late ||= :made
  def self.count = @@count = (defined?(@@count) ? @@count : 0) + 1
end

check("in a class method") { Base.get }
check("in an instance method") { Base.new.get }
check("in an heir") { Heir.new.heir_get }
check("in blocks, lambdas, define_method") { [Base.in_block, Base.in_lambda, Base.new.in_define] }
check("in class << self") { Base.from_singleton }
check("set through an heir") { Heir.new.set(:changed); [Base.get, Heir.get] }
check("set in class << self") { Base.set_from_singleton(:again); Base.get }
check("or-assignment") { [Heir.late, Heir.late] }
check("defined?") { [Heir.count, Heir.count] }
check("the heir's is not the parent's") { Base.class_variable_defined?(:@@late) }
check("uninitialized") { class Base; @@nowhere; end }
check("uninitialized in a method") { Class.new(Base) { class_eval("def m = @@nope") }.new.m }
check("op-assignment uninitialized") { class Base; @@nil_plus += 1; end }
check("and-assignment uninitialized") { class Base; @@nil_and &&= 1; end }
check("at the top level") { eval("@@top") }
check("assignment at the top level") { eval("@@top = 1") }
check("defined? at the top level") { eval("defined?(@@top)").inspect }
check("in class_eval with a block") { Base.class_eval { @@shared } }
check("in class_eval with text") { Base.class_eval("@@shared") }
check("in instance_eval with text") { Base.new.instance_eval("@@shared") }
check("in Class.new with a block") { Class.new { def self.x = @@in_class_new = 1 }.x }
check("through a module") { module Holder; @@held = 5; def held = @@held; def hold(v) = @@held = v; end; class Held; include Holder; def own = @@held; end; h = Held.new; h.hold(6); [h.held, h.own, Held.class_variables] }
check("class_variable_get and set") { Base.class_variable_set(:@@set_by, 1); [Base.class_variable_get(:@@set_by), Heir.class_variable_get("@@set_by")] }
check("class_variable_get bad name") { Base.class_variable_get("x") }
check("class_variable_get missing") { Base.class_variable_get(:@@missing) }
check("class_variable_defined?") { [Base.class_variable_defined?(:@@shared), Heir.class_variable_defined?("@@shared"), Base.class_variable_defined?(:@@no)] }
check("class_variable_defined? bad name") { Base.class_variable_defined?("no") }
check("class_variables") { [Heir.class_variables.sort, Heir.class_variables(false).sort] }
check("remove_class_variable") { [Base.remove_class_variable(:@@set_by), Base.class_variable_defined?(:@@set_by)] }
check("remove_class_variable missing") { Base.remove_class_variable(:@@set_by) }
check("remove_class_variable of the parent's") { Heir.remove_class_variable(:@@shared) }
check("multiple assignment") { class Base; @@m1, @@m2 = 1, 2; def self.m = [@@m1, @@m2]; end; Base.m }
check("in interpolation") { class Base; def self.text = "#@@shared #{@@shared}"; end; Base.text }
check("in a rescue target") { class Base; begin; raise "x"; rescue => @@error; end; def self.error = @@error.message; end; Base.error }
check("in a for loop") { class Base; for @@i in [1, 2, 3] do end; def self.i = @@i; end; Base.i }
check("a string is shared, not copied") { class Base; @@text = +"a"; def self.text! = @@text << "b"; end; Base.text!; Heir.text! }
check("counters across instances") { k = Class.new { class_variable_set(:@@n, 0); class_eval("def initialize = @@n += 1\ndef self.n = @@n") }; 3.times { k.new }; k.n }
check("constant-like use") { class Base; @@table = { a: 1 }.freeze; def self.look(k) = @@table.fetch(k); end; Base.look(:b) }
