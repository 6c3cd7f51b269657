h = { a: 1, b: 2, a: 3 }
p h
if x = 1
  p x
end
p "a" if (1..2) == 1
def m
  END { puts "end" }
end
m
