x = 1
blk = ->(y, x2 = x) { z = x + y + x2; z }
p blk.(2), defined?(z)
[1, 2].each { |i| @seen = i; w = i }
p @seen, defined?(w)
if true
  from_if = 1
end
p from_if
1.times do
  a = 1
  1.times { a += 1 }
  p a
end
def isolated = defined?(x).inspect
p isolated
define_singleton_method(:sees) { x }
x = 42
p sees
l = lambda { |x| x = 5; x }
p l.(1), x
c = Class.new { define_method(:outer_x) { x } }
p c.new.outer_x
class Closed
  RES = defined?(x).inspect
end
p Closed::RES
y = 10
[1].each { |i; y| y = i }
p y
begin
  inside = :begin
end
p inside
case 1
when 1 then in_case = 2
end
p in_case
while (cond = cond ? nil : 1)
  in_while = cond
end
p in_while, cond
