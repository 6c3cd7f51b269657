# Whatever takes a name takes an object with to_str.
require_relative "../lib/check"

class Name
  def initialize(text) = @text = text
  def to_str = @text
end
class Odd
  def to_str = 3
end
def n(text) = Name.new(text)

class Box
  attr_accessor(Name.new("first"), :second, Name.new("third"))
  define_method(Name.new("fourth")) { |x = 4| x }
  def hidden = :hidden
  private Name.new("hidden")
  alias_method Name.new("also"), Name.new("fourth")
  @@class_wide = 1
  def block_of(a, key: 0) = [a, key, yield]
end
box = Box.new

check("accessors") { box.first = 1; box.third = 3; [box.first, box.third, Box.instance_methods(false).sort] }
check("send") { [box.send(n("fourth"), 5), box.public_send(n("fourth"), 6), box.__send__(n("hidden"))] }
check("with a block and keywords") { box.send(n("block_of"), 1, key: 2) { 3 } }
check("public_send of a private method") { box.public_send(n("hidden")) }
check("instance variables") { box.instance_variable_set(n("@a"), n("value")); [box.instance_variable_get(n("@a")).class, box.instance_variable_defined?(n("@a"))] }
check("removed") { box.remove_instance_variable(n("@a")).class }
check("respond_to?") { [box.respond_to?(n("fourth")), box.respond_to?(n("hidden")), box.respond_to?(n("hidden"), true)] }
check("method") { [box.method(n("fourth")).call, Box.instance_method(n("also")).name] }
check("method_defined?") { [Box.method_defined?(n("also")), Box.private_method_defined?(n("hidden")), Box.public_method_defined?(n("first"))] }
check("define_singleton_method") { box.define_singleton_method(n("own")) { 7 }; [box.own, box.singleton_method(n("own")).call] }
check("class variables") { [Box.class_variable_get(n("@@class_wide")), Box.class_variable_set(n("@@other"), 2), Box.class_variable_defined?(n("@@other"))] }
check("constants") { Box.const_set(n("SIZE"), 9); [Box.const_get(n("SIZE")), Box.const_defined?(n("SIZE")), Box.const_source_location(n("SIZE")).class] }
check("remove_method") { Box.send(:remove_method, n("also")); box.respond_to?(:also) }
check("binding") { x = 5; b = binding; [b.local_variable_get(n("x")), b.local_variable_defined?(n("x")), b.local_variable_set(n("x"), 6), x] }
check("not a name") { box.send(3) }
check("an object that is no name") { box.instance_variable_get(Object.new) }
check("to_str gives something else") { box.send(Odd.new) }
check("raises inside") { o = Object.new; def o.to_str = raise("no"); box.method(o) }
