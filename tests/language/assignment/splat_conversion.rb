class A
  def to_ary = [1, 2, 3]
end
class B
  def to_a = [4, 5]
end
a, b = A.new
p a, b
c, d = B.new
p c.class, d
e, f = *B.new
p e, f
*g = A.new
p g.class, g.size
*h = *B.new
p h
i, (j, k) = 0, A.new
p i, j, k
[[1, A.new]].each { |x, (y, z)| p [x, y, z] }
a, b = { x: 1 }
p a, b
a, b = *{ x: 1 }
p a, b
a, b = *nil
p a, b
a, b = "str"
p a, b
a, b = 1..2
p a, b
a, b = *1..2
p a, b
class C
  def to_ary = 5
end
begin
  a, b = C.new
rescue TypeError => e
  puts e.message
end
class D
  def to_ary = nil
end
a, b = D.new
p a.class, b
x = *nil
p x
x = *[1]
p x
x = *1, *[2, 3]
p x
x = [*A.new.to_ary]
p x
