i = 0
while i < 3
  print i
  i += 1
end
until i == 0
  i -= 1
  print i
end
puts
i = 10
i -= 1 while i > 5
i += 1 until i == 8
p i
n = 0
begin
  n += 1
end while n < 0
p n
begin
  n += 1
end until n > 3
p n
p (while i < 0 do end), (while true do break end), (while true do break 1, 2 end), (while true; break "v"; end)
r = []
i = 0
while i < 10
  i += 1
  next if i.even?
  break if i > 7
  r << i
end
p r
i = 0
while (i += 1) < 5 do print i; end
puts
outer = 0
while outer < 3
  inner = 0
  while inner < 3
    inner += 1
    next if inner == 2
    break if inner == 3
    print outer, inner, " "
  end
  outer += 1
end
puts
x = [1, 2, 3]
while (e = x.shift)
  print e
end
puts
k = 0
k += 1 while k < 100 && k != 42
p k
a = [3, 4]
res = while a.any?
        v = a.pop
        break v * 10 if v == 3
      end
p res
i = 0
z = until i >= 3 do i += 1 end
p z
def early
  while true
    return :returned
  end
end
p early
c = 0
while c < 2
  begin
    c += 1
    next
  ensure
    print "e"
  end
end
puts
