3.times { |i| print i }
1.upto(3) { |i| print i }
3.downto(1) { |i| print i }
1.step(7, 3) { |i| print i }
[1, 2].each { |i| print i }
{ a: 1 }.each { |k, v| print k, v }
"ab".each_char { |c| print c }
(1..3).each { |i| print i }
[5, 6].each_with_index { |x, i| print x, i }
[1, 2, 3, 4].each_slice(2) { |a| print a.sum }
[1, 2, 3].each_cons(2) { |a| print a.sum }
[[1, 2]].each { |a, b| print a + b }
puts
p [3, 1].sort { |a, b| a <=> b }, [1, 2].map { _1 * 2 }, [1, 2].sum { it * 2 }, (1..4).inject { |a, b| a * b }
i = 0
i += 1 until i >= 10
p i
(i -= 1; print i, " ") while i > 7
puts
begin
  i += 1
end while i < 9
p i
p 1.step(2, 0.5).to_a, 10.downto(7).select(&:even?), 3.times.to_a.reverse, (1..).step(5).first(2), 1.upto(Float::INFINITY).first(1)
