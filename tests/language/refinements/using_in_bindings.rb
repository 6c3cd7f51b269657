# `using` in evaluated text: who sees it depends on whether a Binding was given.
module R1; refine(Integer) { def foo = "foo" }; end
module R2; refine(Integer) { def bar = "bar" }; end
module R3; refine(Integer) { def qux = "qux" }; end
module R4; refine(Integer) { def zip4 = "zip4" }; end

eval("using R1; p 1.foo")
p((1.foo rescue "not seen"))
p((eval("1.foo") rescue "not seen"))

b = binding
b.eval("using R2")
p b.eval("1.bar")
p 1.bar, eval("1.bar"), binding.eval("1.bar")

eval("using R3", binding)
p 1.qux

def far = binding
begin
  far.eval("using R4")
rescue RuntimeError => e
  p e.message
end
class K
  eval("using R4")
  p((1.zip4 rescue "not seen"))
end
TOPLEVEL_BINDING.eval("using R4")
p 1.zip4
def later = 1.zip4
p later
