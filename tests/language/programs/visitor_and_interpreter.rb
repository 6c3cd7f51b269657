Num = Struct.new(:v) { def accept(x) = x.num(self) }
Bin = Struct.new(:op, :l, :r) { def accept(x) = x.bin(self) }
Let = Struct.new(:name, :val, :body) { def accept(x) = x.let(self) }
Var = Struct.new(:name) { def accept(x) = x.var(self) }
class Eval
  def initialize(env = {}) = @env = env
  def num(n) = n.v
  def bin(n) = n.l.accept(self).send(n.op, n.r.accept(self))
  def let(n) = n.body.accept(Eval.new(@env.merge(n.name => n.val.accept(self))))
  def var(n) = @env.fetch(n.name) { raise NameError, "unbound #{n.name}" }
end
class Show
  def num(n) = n.v.to_s
  def bin(n) = "(#{n.l.accept(self)} #{n.op} #{n.r.accept(self)})"
  def let(n) = "let #{n.name} = #{n.val.accept(self)} in #{n.body.accept(self)}"
  def var(n) = n.name.to_s
end
class Depth
  def num(_) = 1
  alias var num
  def bin(n) = 1 + [n.l, n.r].map { |x| x.accept(self) }.max
  def let(n) = 1 + [n.val, n.body].map { |x| x.accept(self) }.max
end
e = Let.new(:x, Bin.new(:+, Num.new(2), Num.new(3)), Bin.new(:*, Var.new(:x), Bin.new(:-, Var.new(:x), Num.new(1))))
puts e.accept(Show.new)
p e.accept(Eval.new), e.accept(Depth.new)
begin
  Var.new(:y).accept(Eval.new)
rescue NameError => x
  puts x.message
end
p Bin.new(:**, Num.new(2), Num.new(100)).accept(Eval.new), e == e.dup
