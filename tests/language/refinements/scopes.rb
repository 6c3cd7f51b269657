# Where refinements are in force: files, modules, evaluated text.
require_relative "lib/refmod"
p RT.new.respond_to?(:only), RT.new.there
require_relative "lib/usesref"
p $r1, from_usesref, RT.new.there, RT.new.respond_to?(:only), (RT.new.only rescue "nope"), Module.used_modules
p RT.new.respond_to?(:only), RT.method_defined?(:only), RT.instance_methods(false).sort
x = RT.new
using RTM
p x.there, x.here, x.respond_to?(:only), RT.method_defined?(:only), RT.instance_methods(false).sort
begin; x.bt; rescue => e; p e.backtrace.map { |l| l.split("/").last }; end
begin; x.bt2; rescue => e; p e.backtrace.map { |l| l.split("/").last }; end
p x.cl.split("/").last
p x.method(:only).owner.inspect, x.method(:only).unbind.class, x.method(:there).owner.inspect
p RT.instance_method(:only).name, x.public_methods(false).include?(:only)
eval("p x.there; using Module.new { refine(RT) { def there; :evalr; end } }; p x.there")
p x.there
b = binding
b.eval("using Module.new { refine(RT) { def there; :evalr2; end } }; p x.there")
p b.eval("x.there")
using RTM
module InMod
  using Module.new { refine(RT) { def there; :inmod; end } }
  def self.t(x) = x.there
  p Module.used_modules.size > 1
end
p InMod.t(x)
class InMod2; p RT.new.only; end
def mm; Module.new { using RTM }; end
begin; mm; rescue RuntimeError => e; p e.message; end
class QQ; def self.u; using RTM; end; end
begin; QQ.u; rescue RuntimeError => e; p e.message; end
p (class QQ; using RTM; end).equal?(QQ)
module Both; refine(RT) { def there; [:both, super.class]; end }; end
module Both2; include Both; refine(RT) { def only; :both2; end } ; end
using Both2
p x.there, x.only
p Both.refinements.size, Both2.refinements.size
p Both.refinements[0] == Both.refinements[0], Both.refinements[0].instance_of?(Refinement)
module Pm; refine(RT) { def pub; prv; end; private; def prv; :prv; end }; end
using Pm
p x.pub, (x.prv rescue $!.message)
module Im; def self.included(b); end; attr_reader :zz; end
begin; Module.new { refine(RT) { import_methods Im } }; rescue ArgumentError => e; p e.message; end
begin; Module.new { refine(RT) { import_methods Kernel } }; rescue ArgumentError => e; p e.message[0, 55]; end
module Ob; refine(Object) { def objm; [:objm, self]; end; def nil?; :nilq; end }; end
using Ob
p 1.objm, nil.objm, objm.first, 3.nil?, nil.nil?
p [nil, 1].map(&:nil?)
module Kr; refine(Kernel) { def puts(*a); p [:kputs, *a]; end; def format(*a) = :fmt }; end
using Kr
puts 1
p format("x")
printf("ok\n")
module Ar; refine(Array) { def each; [:aeach]; end; def map; [:amap, super]; end; def first(*) = :f; def <<(x) = :shl }; end
using Ar
p [1].each { }, [1].map { 2 }, [1].first, [1].each_with_index.to_a, ([] << 1)
p [1].then { |a| a.first }
module Hs; refine(Hash) { def [](k) = :hidx; def to_s = "hs" }; end
using Hs
p({a: 1}[:a], "#{{a: 1}}")
