m = [[1, 2], [3, 4]]
t = Array.new(2) { |i| Array.new(2) { |j| (0..1).sum { |k| m[i][k] * m[k][j] } } }
p t
p m.map(&:sum), m.transpose.map(&:sum), m.flatten.sum, m.map { |r| r.map(&:to_s).join(" ") }
v = [1.5, 2.5, 3.0]
p v.sum, v.sum / v.size, v.max, v.map(&:round), v.map(&:to_i), v.inject(:+), v.minmax
p (1..5).each_with_object(Hash.new(0)) { |i, h| h[i % 2] += i }
p (1..20).select { |i| (1..i).select { |d| i % d == 0 }.size == 2 }
fib = [0, 1]
fib << fib[-1] + fib[-2] while fib.size < 15
p fib
p [1, 2, 3].each_with_index.inject(0) { |s, (x, i)| s + x * i }
grid = Array.new(3) { |y| Array.new(3) { |x| x == y ? 1 : 0 } }
grid.each { |row| puts row.join(" ") }
p grid.flatten.each_slice(3).to_a == grid
p [1, 2, 3, 4].each_slice(2).map { |a, b| a * b }, [4, 5].each_with_index.to_a.flatten
p [0.1, 0.2, 0.3].sum == 0.6, [1, 2.5, 3].sum, [10**20, 1].sum, ["a"].sum("")
begin
  ["a", "b"].sum
rescue TypeError => e
  puts e.message
end
p [1e16, 1.0, -1e16].sum, [3, 5].sum { |x| x / 2.0 }
