a = [1, 2, 3]
seen = 0
a.each { |x| seen += 1; a << x + 3 if a.size < 100 }
p seen, a.size
a = (1..10).to_a
a.each { |x| a.clear if x == 3 }
p a
a = (1..10).to_a
r = a.map { |x| a.pop; x }
p r
a = [3, 1, 2]
b = a.sort_by { |x| a.clear; x }
p b, a
h = { a: 1 }
begin
  h.each { h[:b] = 2 }
rescue => e
  puts e.message
end
h.each { h.clear }
p h
a = [1, 2, 3]
p a.delete_if { |x| a << 9 if a.size < 5; x == 1 }.size > 0
s = +"abc"
n = 0
s.each_char { |c| s << "x"; n += 1; break if n > 10 }
p n
a = [1, 2, 3, 4]
a.each_with_index { |x, i| a.delete_at(0) if i == 1 }
p a
a = Array.new(50) { |i| i }
p a.inject { |x, y| a.shift; x + y }.class
