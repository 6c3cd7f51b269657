class A
  def m = 1
end
class B < A; end
b = B.new
call = -> { b.m }
p call.()
class B
  def m = 2
end
p call.()
class B
  remove_method :m
end
p call.()
module M
  def m = 3
end
class B
  include M
end
p call.()
class B
  prepend(Module.new { def m = super + 10 })
end
p call.()
def b.m = 100
p call.()
class << b
  remove_method :m
end
p call.()
class A
  undef m
end
p call.()
b.extend(Module.new { def m = super * 2 })
p call.()
C1 = 1
get = -> { C1 }
p get.()
Object.send(:remove_const, :C1)
C1 = 2
p get.()
add = ->(x, y) { x + y }
p add.(1, 2), add.(1.5, 2), add.("a", "b"), add.([1], [2])
class Integer
  alias plus_orig +
  def +(o) = "plus"
end
p add.(1, 2), add.(1.5, 2)
class Integer
  alias + plus_orig
end
p add.(1, 2)
iv = Class.new { attr_accessor :a, :b }
o1 = iv.new
o1.a = 1
rd = ->(o) { o.a }
p rd.(o1)
o2 = iv.new
o2.b = 5
o2.a = 6
p rd.(o2), rd.(o1), rd.(iv.new)
