for i in 1..3
  print i
end
p i
for a, b in [[1, 2], [3, 4]]
  print a + b, " "
end
puts
for x in [1, 2, 3, 4] do
  next if x == 2
  break if x == 4
  print x
end
puts
p (for q in [] do end), q, (for q in [1] do end), (for q in 1..5 do break q * 2 if q == 3 end)
for k, v in { a: 1, b: 2 }
  print k, v
end
puts
procs = []
for j in 1..3
  procs << -> { j }
end
p procs.map(&:call)
for c, (d, e), *f in [[1, [2, 3], 4, 5]]
  p [c, d, e, f]
end
h = {}
for h[:key] in 1..3 do end
p h
class W
  attr_accessor :at
end
w = W.new
for w.at in %w[x y] do end
p w.at
for @iv in 1..2 do end
p @iv
def in_method
  for i in 1..3
    return i if i == 2
  end
end
p in_method
for y in (1..Float::INFINITY)
  break if y > 3
end
p y
class Each3
  def each
    yield 1
    yield 2, 3
  end
end
for m in Each3.new
  p m
end
