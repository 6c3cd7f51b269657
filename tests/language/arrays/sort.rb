a = [5, 2, 9, 1]
p a.sort, a, a.sort { |x, y| y <=> x }, a.sort.reverse, a.sort!, a, a.sort_by { |x| -x }, a.sort_by! { |x| x % 3 }.size
p %w[pear fig apple].sort_by(&:size), %w[b a C].sort, %w[b a C].sort_by(&:downcase), [[2, "b"], [1, "z"], [2, "a"]].sort, [0.5, 1, -1.5].sort
p a.max, a.min, a.minmax, a.max(2), a.min(2), a.max { |x, y| x % 5 <=> y % 5 }, %w[aa b].max_by(&:size), [].max, [].min, [].sort, [].sum, [].minmax
p [3, 1, 2].sort_by { |x| [x.even? ? 0 : 1, x] }, [:b, :a].sort, [true].sort, [nil].sort, (1..50).to_a.reverse.sort == (1..50).to_a
[-> { [1, "a"].sort }, -> { [nil, 1].sort }, -> { [3, nil].max }, -> { [1, :a].min }, -> { [[1], ["a"]].sort }, -> { [2, 1].sort { nil } }, -> { [1, 2].sort { "x" } }, -> { [Object, 1].sort_by { |x| x } }].each do |l|
  l.call
rescue ArgumentError, NoMethodError => e
  puts "#{e.class}: #{e.message}"
end
n = 0
r = [3, 1, 2].sort { |x, y| n += 1; x <=> y }
p r, n > 0
x = 7
big = Array.new(500) { x = (x * 1103515245 + 12345) % 2147483648; x % 1000 }
s = big.sort
p s.each_cons(2).all? { |i, j| i <= j }, s.size, s.first, s.last, big.sort_by { |v| -v } == s.reverse, big.sort { |i, j| j <=> i } == s.reverse, big.min == s.first, big.max == s.last
p [3, 1].sort { |p1, p2| break :broke }
