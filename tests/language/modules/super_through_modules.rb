# super when a module stands twice among the ancestors, and Method#super_method there.
module M
  def t = [:m] + (defined?(super) ? super : [])
end
class A
  def t = [:a]
end
class B < A
  include M
  prepend M
  def t = [:b] + super
end
p B.ancestors.first(4), B.new.t
class C < A
  include M
  def t = [:c] + super
end
class D < C
  prepend M
  def t = [:d] + super
end
p D.ancestors.first(5), D.new.t
class E < A
  include M
  def t = [:e] + super
end
class A
  include M
  def t = [:a2] + super
end
p E.ancestors.first(4), E.new.t, A.new.t
m = D.new.method(:t)
line = []
while m
  line << m.owner
  m = m.super_method
end
p line
p D.instance_method(:t).super_method.owner, D.instance_method(:t).super_method.super_method.super_method.owner
o = D.new
o.extend(M)
p o.singleton_class.ancestors.drop(1).first(5) == D.ancestors.first(5), o.t
o2 = Class.new(D) { include M }.new
p o2.t
module N
  include M
  def t = [:n] + super
end
class F < A
  include N
  prepend N
  def t = [:f] + super
end
p F.ancestors.first(6), F.new.t
class G < F
  include M, N
end
p G.ancestors.first(3)
module Blk
  def run = [1].map { |x| super() + [x] }.flatten
  def args(a, b = 2, *r, k: 0, &blk)
    a = 10
    super
  end
  def dm = :unused
  define_method(:dm) { |x| super(x) + 1 }
end
class H
  def run = [:h]
  def args(*a, **k, &b) = [a, k, b&.call]
  def dm(x) = x * 2
end
class I < H
  include Blk
  prepend Blk
end
p I.new.run, I.new.args(1), I.new.args(1, 2, 3, k: 4) { 5 }, I.new.dm(1)
p I.instance_method(:dm).super_method.owner
module Late
  def late = [:late] + (defined?(super) ? super : [])
end
class J; include Late; end
class K < J; prepend Late; include Late; end
p K.ancestors.first(4), K.new.late
module Late
  def late = [:late2] + (defined?(super) ? super : [])
end
p K.new.late
K.send(:remove_method, :nope) rescue p $!.class
p K.include?(Late), K.included_modules.count(Late), K < Late, K <= Late
class L
  prepend Comparable
  include Comparable
end
p L.ancestors.first(3), L.included_modules.first(2)
