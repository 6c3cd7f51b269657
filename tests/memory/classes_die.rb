# Classes, modules and singleton classes die when nothing names them; what
# keeps one alive keeps all that it needs.
def kept?(ref) = !!ref.weakref_alive?

def dropped
  WeakRef.new(yield)
end

class Base; end
module Shared
  def shared = :shared
end

refs = {
  plain: dropped { Class.new },
  body: dropped { Class.new { def foo = 1; attr_accessor :bar } },
  subclass: dropped { Class.new(Base) { def self.hello = 1 } },
  instance: dropped { c = Class.new { def foo = 1 }; c.new.foo; c },
  module: dropped { Module.new { def foo = 1 } },
  included: dropped { c = Class.new; c.include(Shared); c.new.shared; c },
  extended: dropped { c = Class.new; c.extend(Shared); c.shared; c },
  prepended: dropped { m = Module.new; Class.new { prepend m; def foo = 1 }.new.foo; m },
  struct: dropped { s = Struct.new(:a, :b); s.new(1, 2).a; s },
  closure: dropped { x = 1; c = Class.new { define_method(:foo) { x } }; c.new.foo; c },
  singleton: dropped { o = Object.new; def o.foo = 1; o.foo; o.singleton_class },
  opened: dropped { o = Object.new; class << o; attr_accessor :a; end; o.a = 1; o.singleton_class },
  of_string: dropped { s = "text".dup; def s.foo = 1; s.foo; s.singleton_class },
  of_class: dropped { c = Class.new; def c.foo = 1; c.foo; c.singleton_class },
  cyclic: dropped { c = Class.new; c.const_set(:SELF, c); c.const_set(:ONE, c.new); c },
  with_ivars: dropped { c = Class.new; c.instance_variable_set(:@me, c.new); c },
  moved: dropped { o = Object.new; o.singleton_class.include(Shared); o.shared; o.singleton_class },
}
100.times { Object.new }
GC.start
refs.each { |name, ref| puts "#{name} lives" if kept?(ref) }
puts "all dead"                                     #=> all dead

# What keeps a class alive: an instance, a Method, a subclass, a constant,
# another class's ancestors, a closure, a backtrace.
Keep = Struct.new(:what, :ask)
class Holder; end
keepers = {
  instance: Class.new { def ask = :instance }.new,
  method: Class.new { def ask = :method }.new.method(:ask),
  unbound: Class.new { def ask = :unbound }.instance_method(:ask),
  subclass: Class.new(Class.new { def ask = :subclass }),
  included: Class.new { include(Module.new { def ask = :included }) },
  singleton: Object.new.tap { |o| def o.ask = :singleton },
  closure: Class.new { define_singleton_method(:ask) { :closure } }.method(:ask).to_proc,
  of_array: [1].tap { |a| def a.ask = :of_array },
}
Holder.const_set(:Hidden, Class.new { def ask = :constant })
Holder.class_variable_set(:@@hidden, Class.new { def ask = :class_variable })
3.times { GC.start; 200.times { Class.new { def foo = 1 }.new.foo } }
p keepers[:instance].ask, keepers[:method].call     #=> :instance ⏎ :method
p keepers[:unbound].name, keepers[:subclass].new.ask #=> :ask ⏎ :subclass
p keepers[:included].new.ask, keepers[:singleton].ask #=> :included ⏎ :singleton
p keepers[:closure].call, keepers[:of_array].ask    #=> :closure ⏎ :of_array
p Holder::Hidden.new.ask                            #=> :constant
p Holder.class_variable_get(:@@hidden).new.ask      #=> :class_variable

# A constant that is taken away lets go of its class.
ref = dropped { Holder.const_set(:Gone, Class.new { def foo = 1 }) }
Holder::Gone.new.foo
GC.start
p kept?(ref)                                        #=> true
Holder.send(:remove_const, :Gone)
GC.start
p kept?(ref)                                        #=> false

# A method that is replaced lets go of its closure.
def redefine(ref = nil)
  data = "da" + "ta"
  Holder.define_method(:data) { data }
  WeakRef.new(data)
end
ref = redefine
GC.start
p kept?(ref)                                        #=> true
Holder.define_method(:data) { :new }
GC.start
GC.start
p kept?(ref), Holder.new.data                       #=> false ⏎ :new

# Subclasses are known as long as they live, and not kept for it.
class Parent; end
kept = Class.new(Parent)
made = Array.new(10) { Class.new(Parent) }
p Parent.subclasses.size                            #=> 11
made = nil
GC.start
p Parent.subclasses == [kept]                       #=> true

# Instance variables of a string that lead back to it.
def loop_back
  s = "text".dup
  s.instance_variable_set(:@me, [s])
  WeakRef.new(s)
end
ref = loop_back
GC.start
p kept?(ref)                                        #=> false
