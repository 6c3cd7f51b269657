# Kernel#eval, Binding, string forms of class_eval and instance_eval.
def m(a, b = 2, *r, k: 3, &blk)
  x = 1
  b1 = binding
  p b1.local_variables
  p eval("x + a")
  eval("y = 5; p y; p binding.local_variables")
  begin; eval("y"); rescue NameError => e; p e.message, e.backtrace; end
  b1.eval("z = 7")
  p b1.eval("z"), b1.local_variables
  p b1.local_variable_defined?(:z), b1.local_variable_get(:z)
  begin; b1.local_variable_get(:nope); rescue NameError => e; puts e.message.split("#")[0]; p e.name; end
  begin; b1.local_variable_set("1a", 2); rescue NameError => e; puts e.message.split("#")[0]; end
  p b1.source_location, b1.receiver
  p eval("__FILE__"), eval("__LINE__"), eval("__FILE__", b1), eval("[__FILE__, __LINE__]", nil, "foo.rb", 77)
  p eval("[__FILE__,__LINE__]", b1, "foo.rb")
  p eval("__dir__"), eval("__method__")
  begin; eval("1 +"); rescue SyntaxError => e; puts e.message.lines.first(2); p e.backtrace; p e.path; end
  begin; eval("raise 'x'"); rescue => e; p e.backtrace; end
  [1].each { begin; eval("raise 'x'"); rescue => e; p e.backtrace; end }
  begin; eval("1\n\n2 +", nil, "f.rb", 10); rescue SyntaxError => e; puts e.message.lines.first(4); end
  for s in ["break", "next", "redo", "retry", "while true; break; end", "@@x"]
    begin; eval(s); rescue SyntaxError, NameError, RuntimeError => e; puts e.message; end
  end
  p eval("yield 3")
  p eval("block_given?")
  p [1,2].map { |q| eval("q * 2") }
  eval("return 99")
  p :no
end
p m(10) { |v| v + 1 }
p binding.local_variables
class Foo
  X = 1
  def foo; binding; end
  def sup(*a) = [:sup, a]
end
class Bar < Foo
 def sup(a, b = 4); eval("super"); end
 def sup2(a); eval("super(1)") rescue p $!.message; end
end
p Bar.new.sup(1)
Bar.new.sup2(1)
p Foo.new.foo.eval("X"), Foo.new.foo.receiver.class
Foo.class_eval("def bar; [__FILE__, __LINE__, X]; end", "z.rb", 33)
p Foo.new.bar
Foo.class_eval "p Module.nesting, self; X"
Foo.new.instance_eval "p self.class, X; def sing; 1; end"
p 5.instance_eval("self + 1")
p Foo.new.instance_eval("@a = 3; @a")
begin; Foo.class_eval("raise 'q'"); rescue => e; p e.backtrace; end
begin; Foo.new.instance_eval("raise 'q'"); rescue => e; p e.backtrace; end
begin; Foo.class_eval; rescue => e; p e; end
begin; Foo.class_eval(3); rescue => e; p e; end
begin; Foo.class_eval("1") {}; rescue => e; p e; end
begin; eval(3); rescue => e; p e; end
begin; eval("3", 4); rescue => e; p e; end
begin; Binding.new; rescue => e; p e; end
p TOPLEVEL_BINDING.receiver, TOPLEVEL_BINDING.local_variables.first(2)
pr = proc { |a| a }
p pr.binding.class
begin; :a.to_proc.binding; rescue => e; p e; end
b = binding
b.local_variable_set(:newv, 3)
p b.local_variable_get(:newv), (newv rescue "undef")
b2 = b.dup
b2.local_variable_set(:other, 3)
p b.local_variable_defined?(:other)
eval "def defd; :d; end"
p defd
p Object.private_method_defined?(:defd)
qq = 1
b.eval("qq += 1"); p qq
l = eval("lambda { qq += 1 }"); l.call; p qq
p eval("[qq, eval('qq + 1')]")
p local_variables.first(3)
