def t(x)
  print x, " "
  x
end
def m(*a, **k) = (puts; [a, k])
p m(t(1), t(2), a: t(3), b: t(4))
p t(1) + t(2) * t(3)
[t(1), t(2)].push(t(3))
puts
h = { t(:a) => t(1), t(:b) => t(2) }
puts
p h
a = [0, 0]
a[t(0)] = t(5)
puts
a[t(1)] += t(6)
puts
p a
x, y = t(1), t(2)
puts
a[t(0)], a[t(1)] = t(7), t(8)
puts
p a
def r = (print "recv "; [1, 2, 3])
r.push(t(4))
puts
r[t(0)]
puts
r.each_slice(t(2)) { }
puts
i = 0
p [i += 1, i += 1, i], m(i, i += 1, i), i + (i = 10) + i
s = "#{t(1)}#{t(2)}"
puts
p s
t(1) && t(2) || t(3)
puts
t(:cond) ? t(:yes) : t(:no)
puts
case t(3)
when t(1) then 0
when t(3) then t(4)
when t(5) then 0
end
puts
t(1)..t(2)
puts
def blk(a) = (yield; a)
blk(t(:arg)) { t(:block) }
puts
