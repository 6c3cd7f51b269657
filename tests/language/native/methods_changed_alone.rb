# svm: native name, one_1, to_s
# svm: left one_1: discarded, one_2: discarded, one_12: discarded
# Methods change in every way while the only native frame is about to call them again.
require_relative "lib/live"

class Alone
  def name = "alone"

  def to_s = "text #{name}"
end

class Child < Alone
end

def alone(what, operation = "a.name", a = Child.new, &change)
  probe = Probe.new(operation)
  p [what, probe.one(a, nil) { change.call(a) }]
  p [what, probe.one(a, nil) {}]
end

alone("redefined") { Alone.class_eval { def name = "again" } }
alone("included") { Child.include(Module.new { def name = "included #{super}" }) }
alone("defined below") { Child.define_method(:name) { "child #{super()}" } }
alone("prepended") { Child.prepend(Module.new { def name = "prepended #{super}" }) }
alone("prepended above") { Alone.prepend(Module.new { def name = "above #{super}" }) }
alone("singleton") { |a| def a.name = "single #{super}" }
alone("of a class", "a.name", Class.new { def self.name = "class" }) { |a| a.singleton_class.prepend(Module.new { def name = "of #{super}" }) }
alone("extended") { |a| a.extend(Module.new { def name = "extended #{super}" }) }
alone("in a text", '"<#{a}>"') { Child.define_method(:name) { "changed" } }
alone("aliased") { Child.define_method(:other) { "other" }; Child.alias_method(:name, :other) }
alone("removed") { Child.remove_method(:name) }
alone("undefined", "(a.name rescue $!.class)") { Child.undef_method(:name) }
alone("missing", "(a.name rescue $!.class)") { Child.define_method(:method_missing) { |name, *| [:missing, name] } }
alone("private", "(a.other rescue $!.class)") { Child.send(:private, :other) }
