# Where `super` goes on in methods that were copied: define_method, alias, module_function.
class Base; def foo = [:Base]; end
class Mid < Base; def foo = [:Mid, *super()]; end
class Low < Mid
  define_method(:bar, Mid.instance_method(:foo))
  alias baz foo
end
p Low.new.bar, Low.new.baz
obj = Low.new
obj.singleton_class.define_method(:qux, Mid.instance_method(:foo))
obj.define_singleton_method(:quy, obj.method(:foo))
p obj.qux, obj.quy
module Wrap; def foo = [:Wrap, *super]; end
class Low2 < Mid
  define_method(:foo, Wrap.instance_method(:foo))
  include Wrap
  alias again foo
end
p Low2.new.foo, Low2.new.again
module Ground; def step = :ground; end
module Floor; def step = :floor; end
module Over; def step = [:over, super]; end
class Lower; include Ground; end
class Upper < Lower; include Floor; include Over; end
p Upper.new.step
class Lower; include Over; alias walk step; end
p Upper.ancestors.take(6)
p Upper.new.step, Upper.new.walk, Lower.new.walk
p Upper.instance_method(:walk).super_method
module Pre; def step = [:pre, super]; end
class Upper; prepend Pre; alias run step; end
p Upper.new.step, Upper.new.run
class Object
  def greet = [:everybody, self.class]
end
module Tool
  def greet = [:tool, *super]
  module_function :greet
end
p Tool.greet
module Tool2
  include Comparable
  def self.greet = :own
  def greet2 = super rescue :none
  module_function :greet2
end
p Tool2.greet2
class Cc; private def zs = super rescue :nosuper; end
class Dd < Cc; public :zs; def self.m = new.zs; end
p Dd.m
module Twice; def t = [:t, (super rescue 0)]; alias u t; end
class T1; include Twice; end
class T2 < T1; end
p T2.new.u, T2.new.t
module Inner; def w = [:inner, (super rescue 0)]; end
module Outer; include Inner; alias w2 w; def w = [:outer, super]; end
class W1; include Outer; end
class W2 < W1; include Outer; include Inner; end
p W2.new.w2, W2.new.w
