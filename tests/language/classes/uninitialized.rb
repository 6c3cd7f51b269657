# Class.allocate gives a class that is none yet; copies keep what they copy.
require_relative "../lib/check"

check("new") { Class.allocate.new }
check("superclass") { Class.allocate.superclass }
check("subclass") { Class.new(Class.allocate) }
check("singleton class, new") { Object.new.singleton_class.new }
check("singleton class, allocate") { Object.new.singleton_class.allocate }
class Holder
  PUBLIC = 1
  HIDDEN = 2
  private_constant :HIDDEN
  def self.seen = Module.constants
  class << self
    INNER = 3
    def inner = INNER
  end
end
class Below < Holder
  class << self
    def inner_again = INNER
  end
end
check("Module.constants") { [Module.constants.include?(:String), Holder.seen.first, Holder.seen.include?(:String), Below.seen.first] }
check("a copy's constants") { copy = Holder.dup; [copy.constants, copy.const_source_location(:PUBLIC), (copy::HIDDEN rescue $!.class)] }
check("constants of a singleton class") { [Below.inner_again, Below.singleton_class.const_get(:INNER), Below.singleton_class.const_defined?(:INNER, false), Holder.singleton_class.constants(false)] }
check("not those of the class") { Holder.singleton_class.const_get(:PUBLIC) }
check("nor from a body at the top level") { class << Holder; PUBLIC; end }
check("respond_to_missing? of a singleton is public") { def (o = Object.new).respond_to_missing?(*) = true; o.singleton_methods }
check("initialize is private however defined") { c = Class.new { define_method(:initialize) { } }; c.private_instance_methods(false) }
check("public is private") { Holder.public :seen }
check("location of a path from the top") { Holder.const_source_location("::Below") }
check("random generators are copied") { a = Random.new(3); b = a.dup; c = a.clone; [a.rand(100) == b.rand(100), a == c, a == b, a.rand == b.rand, c.seed] }
check("shift too far") { 1 << 2**70 }
check("shift beyond memory") { 1 << 2**62 }
check("shift back too far") { 1 >> -(2**70) }
check("shift to nothing") { [1 >> 2**70, -1 >> 2**70, 0 << 2**70] }
