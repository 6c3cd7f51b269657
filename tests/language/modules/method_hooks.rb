# Hooks: what runs when methods, constants and modules come and go, in which order.
class Base
  def self.inherited(k)
    puts "inherited #{k.name.inspect} #{k.class}"
    super
  end
  def self.method_added(n) = puts("method_added #{n}")
  def self.method_removed(n) = puts("method_removed #{n}")
  def self.method_undefined(n) = puts("method_undefined #{n}")
  def self.singleton_method_added(n) = puts("singleton_method_added #{n}")
  def self.singleton_method_removed(n) = puts("singleton_method_removed #{n}")
  def self.singleton_method_undefined(n) = puts("singleton_method_undefined #{n}")
  def self.const_added(n)
    puts "const_added #{n}"
    super
  end
  def one = 1
  def two = 2
  alias uno one
  alias_method :dos, :two
  attr_accessor :acc
  define_method(:dm) { }
  private def priv = 1
  private :one
  def self.sing = 1
  remove_method :uno
  undef_method :dos
  undef two
  class << self
    def other = 1
    undef_method :other
    remove_method :sing
    attr_reader :meta
    alias meta2 meta
  end
  CONST = 1
  class Nested; end
  module NestedMod; end
  const_set :SET, 2
  public
  protected :dm
  module_eval { def evaled = 1 }
end
class Sub < Base; end
Anon = Class.new(Base) { puts "in body" }
Base.class_eval { def again = 1 }
Base.define_method(:from_outside) { }
Base.send(:remove_method, :from_outside)
def Base.late = 1
Base.singleton_class.send(:undef_method, :late)
Base.define_singleton_method(:dsm) { }
module Hooked
  def self.included(b) = puts("included in #{b}")
  def self.extended(b) = puts("extended #{b.class}")
  def self.prepended(b) = puts("prepended to #{b}")
  def self.append_features(b)
    puts "append_features #{b}"
    super
  end
  def self.extend_object(o)
    puts "extend_object #{o.class}"
    super
  end
  def self.prepend_features(b)
    puts "prepend_features #{b}"
    super
  end
  def self.method_added(n) = puts("module method_added #{n}")
  def hooked = :yes
  module_function def mf = 1
  module_function
  def mf2 = 2
end
class UseA; include Hooked; end
class UseB; prepend Hooked; end
o = Object.new
o.extend(Hooked)
p UseA.new.hooked, UseB.new.hooked, o.hooked
p Hooked.mf, Hooked.mf2
module Refuse
  def self.append_features(b) = nil
end
class UseC; include Refuse; end
p UseC.include?(Refuse)
x = Object.new
def x.singleton_method_added(n) = puts("x gets #{n}")
def x.foo = 1
x.define_singleton_method(:bar) { }
x.instance_eval { def baz = 1 }
class << x
  def qux = 1
  alias quux qux
end
module Multi1; def self.included(b) = puts("1 in #{b}"); end
module Multi2; def self.included(b) = puts("2 in #{b}"); end
class UseM; include Multi1, Multi2; end
p UseM.ancestors.take(3)
class Tracker
  @log = []
  class << self
    attr_reader :log
    def inherited(k)
      Tracker.log << k
      super
    end
  end
end
k1 = Class.new(Tracker)
k2 = Class.new(k1)
p Tracker.log == [k1, k2]
def Object.const_added(n)
  puts "Object const_added #{n}" if n.to_s.start_with?("Top")
  super
end
TopConst = 1
class TopClass; end
module TopMod; end
Object.const_set(:TopSet, 3)
TopClass::Inside = 1
p Module.private_method_defined?(:method_added), Module.private_method_defined?(:const_added), BasicObject.private_method_defined?(:singleton_method_added), Class.private_method_defined?(:inherited)
p Module.private_method_defined?(:included), Module.private_method_defined?(:append_features), BasicObject.private_method_defined?(:singleton_method_removed)
