# Locals of evaluated text: far ones, new ones, in blocks, methods and classes.
def far
  a = 1
  b = 2
  pr = proc { a }
  bd = pr.binding
  p bd.local_variables
  p bd.local_variable_get(:a), bd.local_variable_get(:b)
  p bd.eval("a + b")
  bd.eval("b = 7")
  p b
  bd.local_variable_set(:b, 8)
  p b
  b = 9
  p bd.eval("[1].map { b }")
  bd.eval("c = 5")
  p bd.eval("c"), bd.local_variable_defined?(:c), bd.local_variable_defined?(:zz)
  p eval("binding").equal?(nil)
  pr
end
far
def meth_with_block; yield; end
def keep(&b) = b
def caller1
  v = 10
  w = 20
  k = keep { |q| v }
  p k.binding.local_variable_get(:v)
  p k.binding.local_variable_get(:w)
  p k.binding.receiver
  p k.binding.source_location
  p eval("v * 2", k.binding)
  p send(:binding).local_variables.sort
  p send(:eval, "v")

  m = method(:eval)
  p m.call("w")
end
caller1
def closures
  x = 1
  inc = eval("-> { x += 1 }")
  get = -> { x }
  inc.()
  p get.(), x
  x = 50
  p inc.(), eval("x")
  b = binding
  b.eval("def self.foo_s; :s; end")
  p foo_s
  3.times { |i| b.local_variable_set(:"v#{i}", i) }
  p b.local_variables
  p b.eval("v0 + v1 + v2")
  b.eval("v3 = v2 + 1; z = lambda { v3 += 1 }")
  b.eval("z.call; z.call")
  p b.local_variable_get(:v3)
  p eval("eval('eval(\"x\")')")
  eval("q = 1; eval('q += 1'); p q; [1,2].each { |i| q += i }; p q")
  p((eval("q") rescue $!.class))
  begin
    b.eval("nw = 3; raise 'oops'")
  rescue => e
    p e.message, b.local_variable_get(:nw)
  end
end
closures
# eval in blocks
r = [1, 2, 3].each_with_index.map { |a, i| eval("a * i") }
p r
def ret_eval; eval("return 5"); 6; end
p ret_eval
def ret_eval2; [1].each { eval("return 7") }; 8; end
p ret_eval2
def ret_b(b); b.eval("return 3"); :no; end
def ret_caller; ret_b(binding); :after; end
p ret_caller
def yielder; eval("yield(1, 2)"); end
p yielder { |a, b| [a, b] }
def yb; [1].map { |x| eval("yield x") }; end
p yb { |x| x + 1 }
def blk_pass(&b); eval("b.call(3)"); end
p blk_pass { |x| x * 2 }
def bg; eval("block_given?"); end
p bg, bg {}
# constants
module M
  C = :mc
  class K
    D = :kd
    def b; binding; end
    def self.cb; binding; end
  end
end
p M::K.new.b.eval("[C, D, Module.nesting]")
p M::K.cb.eval("[C, D, self]")
M::K.new.b.eval("E = 3")
p M::K::E
M::K.cb.eval("def made; :made; end")
p M::K.new.made
M::K.cb.eval("@@cv = 5"); p M::K.class_variable_get(:@@cv)
# class_eval
class V; end
V.class_eval <<~RUBY, __FILE__, __LINE__ + 1
  def where; [__FILE__, __LINE__]; end
  private
  def priv; 1; end
  attr_accessor :acc
RUBY
p V.new.where, V.private_instance_methods(false).sort, V.new.respond_to?(:acc)
%w[a b].each { |n| V.class_eval("def m_#{n}; '#{n}'; end") }
p V.new.m_a, V.new.m_b
loc = 33
p V.class_eval("loc"), V.new.instance_eval("loc + 1")
o = Object.new
o.instance_eval("def sing; :sing; end")
p o.sing, o.singleton_methods
o.instance_eval { @iv = 4 }
p o.instance_eval("@iv")
p o.instance_exec(5) { |x| @iv + x }
p V.class_exec(1) { |x| [self, x] }
p V.module_eval("self")
class String; def shout; eval("upcase + '!'"); end; end
p "hi".shout
p "str".instance_eval { size }, "str".instance_eval("size")
def opt(a, b = binding.local_variables, c = eval("a + 1")); [a, b, c]; end
p opt(1)
p (proc { |x, y = eval("x")| [x, y] }).call(4)
th = 10.instance_eval { self + 1 }
p th
p [1,2,3].instance_eval { map { |q| q + size } }
b1 = binding; b2 = b1.dup
b1.local_variable_set(:only1, 1)
p b2.local_variable_defined?(:only1), b1.local_variable_defined?(:only1)
b1.eval("r << 99"); p r
p b1.frozen?, b1 == b1.dup, b1.class.instance_methods(false).sort - [:irb]
x = 5
add = eval("proc { |y| x + y }")
p add.call(1), add.parameters, add.binding.local_variable_get(:x)
def kw(a:, **o); eval("[a, o]"); end
p kw(a: 1, z: 2)
def anon(*, **, &); eval("other(*, **, &)"); end
def other(*a, **k, &b); [a, k, b&.call]; end
p anon(1, 2, k: 3) { 4 }
p eval("__method__").inspect
def mm; eval("__method__"); end
p mm
p eval("[__LINE__,\n __LINE__]"), eval("__LINE__", nil, "x", 100), eval("\n\n__LINE__", binding, "y", -5)
p eval(""), eval("nil"), eval("# comment")
str = Object.new; def str.to_str; "1 + 1"; end
p eval(str)
p eval("a = 1; b = 2; [a, b, local_variables.first(2)]")
begin; eval("foo bar baz"); rescue NameError => e; p e.class, e.message, e.name; end
begin; eval("def x; raise 'in x'; end; x", nil, "file.rb", 7); rescue => e; p e.backtrace; end
begin; eval("[1].each do\n raise 'blk'\nend", nil, "file.rb", 7); rescue => e; p e.backtrace; end
at = eval("caller(0)[0]"); p at
p eval("self"), binding.receiver
$g = binding
def ggg; $g.eval("x = 77"); end
ggg; p x
eval("BEGIN { puts 'begin!' }; puts 'body'")
p eval("if true then 1 else 2 end"), eval("x > 1 && :yes"), eval("[*1..3]"), eval("{a: 1, x:}")
p eval("%w[a b]"), eval(":sym"), eval("'\\u00e9'").size
