# svm: native block in middle_1, inner_1, middle_1, three_1, block in try, each, initialize, name, number
# svm: native other, tap, three, times, times loop, to_s, try
# svm: left inner_1: discarded, inner_15: discarded, inner_33: discarded
# Methods change in every way while native code is about to call them again.
require_relative "lib/live"

module Loud
  def name = "loud #{super}"
end

module Quiet
  def name = "quiet"
end

class Base
  def name = "base"

  def other = "other"
end

class Derived < Base
end

def try(what, operation, a = Derived.new, b = 1, &change)
  probe = Probe.new(operation)
  p [what, probe.three(a, b) { change.call(a) }]
rescue NoMethodError => e
  p [what, e.class, e.message.gsub(/#<(\w+).*?>/, '\1')]
end

# What the program below needs itself is put back.
def restoring(owner, name)
  original = owner.instance_method(name)
  yield
  owner.define_method(name, original)
end

try("defined below", "a.name") { Derived.define_method(:name) { "derived" } }
try("removed again", "a.name") { Derived.remove_method(:name) }
try("redefined above", "a.name") { Base.class_eval { def name = "new base" } }
try("included", "a.name") { Derived.include(Quiet) }
try("prepended", "a.name") { Derived.prepend(Loud) }
try("module changed", "a.name") { Quiet.module_eval { def name = "still" } }
try("singleton", "a.name") { |a| def a.name = "single" }
try("extended", "a.name") { |a| a.extend(Module.new { def name = "extended #{super}" }) }
try("aliased", "a.name") { Derived.class_eval { alias_method :name, :other } }
try("alias of", "[a.other, a.name]") { Base.class_eval { def other = "another" } }
try("arity", "a.name") { Derived.class_eval { def name(x = 5) = x } }
try("reader", "a.name") { |a| a.instance_variable_set(:@name, "read"); Derived.attr_reader(:name) }
try("undefined", "a.name") { Derived.undef_method(:name) }
try("missing", "(a.name rescue $!.class)") { Derived.define_method(:method_missing) { |name, *| "missing #{name}" } }
Derived.remove_method(:method_missing)
try("private", "(a.other rescue $!.class)") { Derived.send(:private, :other) }
try("protected", "(a.other rescue $!.class)") { Derived.send(:protected, :other) }
try("public", "(a.other rescue $!.class)") { Derived.send(:public, :other) }
try("responds", "a.respond_to?(:nothing)") { Derived.define_method(:respond_to_missing?) { |*| true } }
try("block given", "a.tap { |x| b }.class") { Kernel.module_eval { def tap = 7 } }
try("to_s", '"<#{a}>".sub(/0x\h+/, "0x")') { Derived.define_method(:to_s) { "text" } }
try("no text", '"<#{a}>".sub(/0x\h+/, "0x")') { Derived.define_method(:to_s) { 5 } }
restoring(Symbol, :to_s) do
  try("symbol to_s", '"<#{b}>"', nil, :sym) { Symbol.define_method(:to_s) { "changed" } }
end
restoring(Integer, :to_s) do
  try("integer to_s", '"<#{b}>"', nil, 5) { Integer.define_method(:to_s) { |*| "five" } }
end
try("string plus", "b + b", nil, "s") { String.define_method(:+) { |x| :sum } }
try("hash index", "b[:k]", nil, { k: 1 }) { Hash.define_method(:[]) { |x| :value } }
restoring(Array, :each) do
  try("each", "b.each { |x| x }.class", nil, [1]) { Array.define_method(:each) { "each" } }
end
restoring(Integer, :times) do
  try("times", "b.times { |x| x }", nil, 3) { Integer.define_method(:times) { "times" } }
end
try("case", "(case b when Integer then 1 else 2 end)", nil, 3) { def Integer.===(x) = false }
Integer.singleton_class.remove_method(:===)
try("case range", "(case b when 1..5 then 1 else 2 end)", nil, 3) { Range.define_method(:===) { |x| false } }
Derived.remove_method(:respond_to_missing?)
try("splat", "[*a].size") { Derived.define_method(:to_a) { [1, 2] } }
try("block pass", "[1].map(&a)", Class.new { def to_proc = ->(x) { x } }.new) { |a| def a.to_proc = ->(x) { -x } }
try("is_a", "a.is_a?(Base)") { Kernel.module_eval { def is_a?(x) = "no idea" } }
try("class", "a.class == Derived") { Kernel.module_eval { def class = 5 } }
