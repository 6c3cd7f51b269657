# Refinements of modules and singletons, import_methods, several at once.
module Imp
  def imp1; [:imp1, self.class]; end
  def imp2; imp1; end
end
class Tgt; def own; :own; end; end
module RI
  refine Tgt do
    import_methods Imp
    def own; [:ref, super]; end
  end
end
using RI
p Tgt.new.imp1, Tgt.new.imp2, Tgt.new.own
module Pre; def own; [:pre, super]; end; end
class Tgt; prepend Pre; end
p Tgt.new.own
module RJ
  refine(Tgt) { def own; [:rj, super]; end }
end
using RJ
p Tgt.new.own
# outer using inside refine block
module RA; refine(Integer) { def aa; :aa; end }; end
using RA
module RB
  refine(String) { def bb; 1.aa; end }
end
using RB
p "x".bb
# sees earlier and later refinements of same module
module RC
  refine(Integer) { def one; "s".two; end }
  refine(String) { def two; :two; end }
  p (1.one rescue $!.class)
end
using RC
p 1.one
# refine singleton
class Kl; def self.k; :k; end; end
module RS; refine(Kl.singleton_class) { def k; [:rk, super]; end; def nk; :nk; end }; end
using RS
p Kl.k, Kl.nk
# refine module
module Mo; def mo; :mo; end; end
class HasMo; include Mo; end
module RM; refine(Mo) { def mo; [:rmo, super]; end; def nmo; :nmo; end }; end
using RM
p HasMo.new.mo, HasMo.new.nmo
# method_missing not triggered; attr
module RAt; refine(HasMo) { attr_accessor :zed; def initialize_it; self.zed = 4; zed; end }; end
using RAt
o = HasMo.new
p o.initialize_it, (o.zed = 9), o.zed
o.zed += 1
p o.zed
# [] and []=
module RIdx; refine(HasMo) { def [](i); [:idx, i]; end; def []=(i, v); @v = [i, v]; end; def -@; :neg; end; def !; :not; end; def call(*a); [:call, a]; end; def each; yield 1; yield 2; end; def coerce(x); [x, 3]; end; def ===(x); true; end; def to_proc; proc { |x| [:tp, x] }; end; def =~(x); :m; end; def <=>(o); 0; end } ; end
using RIdx
p o[1], (o[2] = 3), -o, !o, o.(1), o === 1, [1].map(&o), (o =~ 1), (o <=> 2), (o != 3)
for q in o do p q end
case 5 when o then p :case_ok else p :case_no end
p [1, [2, 3]].then { |a, b| [a, b] }
class Later; end
module RL; refine(Later) { def l; :l1; end }; end
using RL
p Later.new.l
module RL; refine(Later) { def l; :l2; end; def l3; :l3; end }; end
p Later.new.l, Later.new.l3
module RS2; refine(Later) { def initialize(*a); @a = a; end; def self.smeth; :sm; end } end
using RS2
p Later.new.class
p (Later.new(1) rescue $!.message)
class Later; def l; :own_l; end; end
p Later.new.l
p Later.new.instance_eval { l }
p Later.class_eval { new.l }
pr = proc { |x| x.l }
p pr.call(Later.new), [Later.new].each { |z| p z.l }.size
p Later.new.tap { |z| break z.l }
module Deep; module In; def self.go; Later.new.l; end; end; end
p Deep::In.go
lam = ->(z) { z.l3 }
p lam.(Later.new)
p Later.new.public_send(:l3), Later.new.then(&:l3)
def mm(o = Later.new.l3, *r, k: Later.new.l); [o, k]; end
p mm
alias_target = Module.new { refine(Later) { alias_method :l_alias, :l; alias l_alias2 l } }
using alias_target
p Later.new.l_alias, Later.new.l_alias2
p Later.new.singleton_class.instance_methods(false)
p RL.refinements[0].instance_methods(false).sort, RL.refinements[0].instance_method(:l3).owner.inspect
begin; Later.new.nope; rescue NoMethodError => e; p e.message; end
p Module.used_modules.first(3).size
p RL.const_defined?(:Foo)
