# arity and parameters of methods, procs, attribute methods and core methods.
class A
  def m0; end
  def m1(a); end
  def m2(a, b); end
  def o1(a = 1); end
  def o2(a, b = 1); end
  def r1(*a); end
  def r2(a, *b); end
  def p1(a, *b, c); end
  def p2(a, b = 1, *c, d); end
  def p3(a, b = 1, c); end
  def k1(k:); end
  def k2(k: 1); end
  def k3(a, k:); end
  def k4(a, k: 1); end
  def k5(a = 1, k:); end
  def k6(*a, k:); end
  def kr(**o); end
  def ka(a, **o); end
  def nk(**nil); end
  def b1(&b); end
  def b2(a, &b); end
  def f1(...); end
  def f2(a, ...); end
  def an(*, **, &); end
  def de((a, b), c); end
  def de2(a, (b, (c, *d)), e = 1); end
  attr_accessor :acc
  define_method(:d0) { }
  define_method(:d1) { |a| }
  define_method(:d2) { |a, b = 1| }
  define_method(:d3) { |*a| }
  define_method(:d4, &:upcase)
  define_method(:d5, ->(a, b) { })
  define_method(:d6) { |a, (b, c)| }
  define_method(:d7) { _1 + _2 }
  define_method(:d8) { it }
end
a = A.new
%i[m0 m1 m2 o1 o2 r1 r2 p1 p2 p3 k1 k2 k3 k4 k5 k6 kr ka nk b1 b2 f1 f2 an de de2 acc acc= d0 d1 d2 d3 d4 d5 d6 d7 d8].each do |n|
  m = a.method(n)
  p [n, m.arity, m.parameters]
end
%i[m1 o2 k3].each { |n| p [n, A.instance_method(n).arity, A.instance_method(n).parameters] }
p 5.method(:+).arity, 5.method(:+).parameters
p [].method(:push).arity, [].method(:push).parameters
p "".method(:sub).arity, "".method(:sub).parameters
p [].method(:size).arity, [].method(:size).parameters
p [].method(:insert).arity
p [].method(:each_slice).arity
p [].method(:zip).arity
p [].method(:fetch).arity
p({}.method(:store).arity)
p({}.method(:fetch).arity)
p({}.method(:dig).arity)
p "".method(:center).arity
p "".method(:start_with?).arity
p 1.method(:to_s).arity
p 1.method(:between?).arity, 1.method(:clamp).arity
p 1.method(:step).arity
p method(:puts).arity, method(:puts).parameters
p method(:p).arity
p method(:require).arity
p method(:format).arity
p method(:raise).arity
p method(:loop).arity
p method(:catch).arity
p Object.new.method(:instance_variable_get).arity
p Object.new.method(:instance_variable_set).arity
p Object.new.method(:respond_to?).arity
p Object.new.method(:send).arity
p Object.new.method(:extend).arity
p Class.instance_method(:new).arity
p Module.instance_method(:define_method).arity
p Module.instance_method(:attr_accessor).arity
p Module.instance_method(:const_get).arity
p Module.instance_method(:instance_methods).arity
p proc { }.arity, proc { |a| }.arity, proc { |a, b| }.arity, proc { |a, b = 1| }.arity, proc { |*a| }.arity, proc { |a, *b| }.arity
p proc { || }.arity, proc { |a = 1| }.arity, proc { |(a, b), c| }.arity, proc { |k:| }.arity, proc { |a, k:| }.arity, proc { |k: 1| }.arity
p lambda { }.arity, lambda { |a| }.arity, lambda { |a, b = 1| }.arity, lambda { |*a| }.arity, lambda { |k:| }.arity, lambda { |a, k:| }.arity, lambda { |a, k: 1| }.arity, lambda { |**o| }.arity
p proc { |a| }.parameters, proc { |a, b = 1| }.parameters, proc { |*a, b| }.parameters
p lambda { |a| }.parameters, lambda { |a, b = 1, *c, d, e:, f: 1, **g, &h| }.parameters
p proc { |a| }.parameters(lambda: true), lambda { |a| }.parameters(lambda: false), proc { |a| }.parameters(lambda: nil)
p proc { |a, (b, c)| }.parameters, lambda { |(a, b)| }.parameters
p proc { _1 }.parameters, proc { _1 + _2 }.parameters, lambda { _2 }.parameters
p proc { it }.parameters, lambda { it }.parameters, proc { it }.arity, lambda { it }.arity
p proc { |x;y| }.parameters, proc { |a,| }.parameters, proc { |a,| }.arity
p :upcase.to_proc.arity, :upcase.to_proc.parameters, :upcase.to_proc.lambda?
p a.method(:m2).to_proc.arity, a.method(:m2).to_proc.parameters, a.method(:m2).to_proc.lambda?
p a.method(:m2).to_proc.curry.arity
p A.instance_method(:m2).bind(a).arity
begin
  proc { }.parameters(1)
rescue ArgumentError => e
  p e.message
end
begin
  proc { }.parameters(foo: 1)
rescue ArgumentError => e
  p e.message
end
