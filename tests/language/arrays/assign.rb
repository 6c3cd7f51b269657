a = [1, 2, 3]
a[0] = 9
p a
a[5] = 6
p a
a[-1] = 7
p a
a[1, 2] = [:x, :y, :z]
p a
a[0..1] = []
p a
a[1...1] = [:ins]
p a
a[10, 0] = [1]
p a
a[2..] = 5
p a
a[0, 1] = nil
p a
a[0...0] = [[1, 2]]
p a
a[-2..-1] = 1, 2
p a
begin
  a[-20] = 1
rescue IndexError => e
  puts e.message
end
begin
  a[-20..1] = 1
rescue RangeError => e
  puts e.message
end
begin
  a[0, -1] = 1
rescue IndexError => e
  puts e.message
end
x = (a[0] = 42)
p x
b = [1, 2, 3]
b[3..5] = [4, 5]
p b
b.fill(0)
p b, b.fill { |i| i }, b.fill(9, 3), b.fill(8, 0, 2), b.fill(7, 1..2)
