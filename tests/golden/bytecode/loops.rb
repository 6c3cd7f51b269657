i = 0
while i < 10
  i += 1
  next if i == 3
  break if i > 7 && i.odd?
end
x = until i == 0 do i -= 1 end
a = [1, 2, 3]
a[i] += 1 while a[0] < 5
