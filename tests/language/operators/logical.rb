def t(x)
  print x, " "
  true
end

def f(x)
  print x, " "
  false
end

p t(1) && f(2)
p f(3) && t(4)
p t(5) || f(6)
p f(7) || t(8)
p (t(9) and f(10))
p (f(11) or t(12))
p !t(13)
p nil && 1, 1 && nil, false || nil, nil || false, 1 && 2 && 3, nil || false || 5
x = nil
x && raise("no")
x || puts("short")
y = 1 and z = 2
p y, z
a = b = 3
p a, b
c = (d = 4) + 1
p c, d
r = t(20) unless f(21)
p r
puts "not" if not f(22)
