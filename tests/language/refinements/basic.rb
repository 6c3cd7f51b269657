# refine and using: calls, operators, super, reflection, errors.
class Base; def bm; :base_bm; end; def hid; :hid; end; end
class Foo < Base; def foo; :foo; end; def call_foo; foo; end; def to_s; "plainfoo"; end; end
module R1
  refine Foo do
    def foo; [:r1, super]; end
    def extra; [:extra, foo]; end
    def bm; [:r1bm, super]; end
    def to_s; "refined"; end
    private def priv; :priv; end
    def self_kind; self.class; end
  end
  refine Integer do
    def +(o); "plus"; end
    def double; self * 2; end
    def succ; :succ!; end
    def zero?; :z; end
  end
  refine String do
    def shout; upcase + "!"; end
    def ==(o); :eq; end
    def length; -1; end
  end
  refine Enumerable do
    def my_sum; inject(0) { |a, b| a.to_i - b }; end
  end
  p refinements.map(&:inspect)
  p self.refinements[0].class, refinements[0].target, refinements[0].name
  p Refinement.instance_methods(false).sort, Refinement.private_instance_methods(false).sort
  p Refinement.ancestors.first(2)
end
p Foo.new.foo, (Foo.new.extra rescue $!.message), 1 + 2
def before_using; 1 + 2; end
using R1
p Foo.new.foo, Foo.new.extra, Foo.new.bm, Foo.new.call_foo
p 1 + 2, 3.double, 5.succ, 0.zero?, "a" == "b", "abc".length, "x".shout
p before_using
p [1,2].my_sum
p "#{Foo.new}", Foo.new.to_s
p [3, 4].map(&:double), ["a"].map(&:shout), [Foo.new].map(&:extra)
p Foo.new.send(:extra), Foo.new.__send__(:foo), Foo.new.public_send(:extra), 3.send(:+, 4)
p Foo.new.respond_to?(:extra)
p (Foo.new.method(:extra).call rescue $!.message), (Foo.instance_method(:extra).bind(Foo.new).call rescue $!.message)
p Foo.method_defined?(:extra), Foo.instance_methods(false).sort
p (Foo.new.priv rescue $!.message), Foo.new.send(:priv)
p Module.used_modules, Module.used_refinements.map(&:inspect)
def in_m(x); x + 1; end
p in_m(3)
class Sub < Foo; def foo; [:sub, super]; end; end
p Sub.new.foo, Sub.new.extra
p [1, 2, 3].inject(:+), [1,2].sum, [1, 2].reduce { |a, b| a + b }
p 1.then { _1 + 1 }
p eval("1 + 1"), binding.eval("3.double"), (eval("Foo.new.extra"))
x = 5
x += 1
p x
p Foo.new&.extra
p defined?(Foo.new.extra), defined?(1.double)
h = { a: 1 }
p h.to_a.map { |k, v| v + v }
case "q" when "z" then p :matched else p :no end
p (1..3).map { |i| i + 0 }
module NotUsed
  refine(Foo) { def foo; :nu; end }
end
class UsesInside
  using NotUsed
  def go; Foo.new.foo; end
end
p UsesInside.new.go, Foo.new.foo
begin; Class.new.send(:refine, Foo) {}; rescue NoMethodError => e; puts e.message.split("#")[0]; end
begin; Module.new { refine(3) {} }; rescue TypeError => e; p e.message; end
begin; Module.new { refine(Foo) }; rescue ArgumentError => e; p e.message; end
begin; Module.new { refine(Foo, &proc {}) }; rescue ArgumentError => e; p e.message; end
def um; using R1; end
begin; um; rescue RuntimeError, NoMethodError => e; p e.class, e.message; end
begin; using 3; rescue TypeError => e; p e.message; end
begin; using Foo; rescue TypeError => e; p e.message; end
begin; [1].each { using R1 }; p :ok; rescue RuntimeError => e; p e.message; end

p R1.refinements[0].target, (R1.refinements[0].refined_class rescue $!.class)
p Foo.new.foo


