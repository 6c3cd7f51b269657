class D
  attr_accessor :a, :log
  def initialize(a) = (@a = a; @log = [:init])
  def initialize_copy(o)
    @log = [:copy]
    @a = o.a.dup
  end
end
x = D.new([1])
y = x.dup
y.a << 2
p x.a, y.a, y.log, x.clone.log
class E
  attr_reader :l
  def initialize_dup(o) = (@l = :dup; super)
  def initialize_clone(o, freeze: nil) = (@l = [:clone, freeze]; super)
end
p E.new.dup.l, E.new.clone.l, E.new.clone(freeze: true).l
def x.sing = :s
p x.clone.sing, (x.dup.sing rescue :none)
x.extend(Module.new { def m = :m })
p x.clone.m, (x.dup.m rescue :none)
p 1.dup, :a.clone, nil.dup, 1.5.clone, true.dup, (1..2).dup, "s".dup, [1, [2]].dup, { a: 1 }.clone
a = [1, [2]]
b = a.dup
b[1] << 3
b << 4
p a, b
h = { k: [1] }
i = h.dup
i[:k] << 2
i[:z] = 1
p h, i, h.dup.default, Hash.new(5).dup[:x], Hash.new { |_, k| k }.dup[:q]
k = Class.new { def hi = :hi; X = 5 }
k2 = k.dup
p k2.new.hi, k2 == k, k2.name, Comparable.dup.class

st = Struct.new(:v).new([1])
s2 = st.dup
s2.v << 2
s2.v = 3
p st.v, s2.v
begin
  Object.new.clone(freeze: 1)
rescue ArgumentError => e
  p e.message
end
begin
  1.clone(freeze: false)
rescue ArgumentError => e
  p e.message
end
pr = proc { |q| q }
p pr.dup.call(1), pr.clone == pr
e = RuntimeError.new("m")
p e.dup.message, e.clone.message
o = Object.new
o.instance_variable_set(:@v, 1)
p o.dup.instance_variables, o.clone.instance_variable_get(:@v)
