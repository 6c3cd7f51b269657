a = [10, 20, 30, 40, 50]
p a[0], a[-1], a[5], a[-6], a[1, 2], a[1..2], a[1...3], a[2..], a[..1], a[-2..], a[5, 1], a[6, 1], a[5..], a[6..], a[3..1], a[1, 0], a[1, -1], a[0, 100]
p a.first, a.last, a.first(2), a.last(2), a.first(0), a.first(100), [].first, [].last, [].first(1)
p a.at(1), a.at(-1), a.fetch(1), a.fetch(9, :d), a.fetch(9) { |i| i * 2 }, a.dig(0), [[1, [2]]].dig(0, 1, 0), a.values_at(0, 2, -1, 9), a.values_at(1..2)
p a.slice(1, 2), a.index(30), a.find_index(99), a.index { |x| x > 25 }, a.rindex(50), [1, 2, 1].rindex(1), a.sample.class, a[1.9], a.take(2), a.drop(3)
p a.take_while { |x| x < 30 }, a.drop_while { |x| x < 30 }, a.min, a.max, a.sum, a.minmax, a[(0..).step(2)], a[0..-2]
[-> { a.fetch(9) }, -> { a.fetch(-9) }, -> { a["x"] }, -> { a[nil] }, -> { a.first(-1) }, -> { a.take(-1) }, -> { [1].dig(0, 1) }, -> { a.first("x") }].each do |l|
  l.call
rescue IndexError, TypeError, ArgumentError => e
  puts "#{e.class}: #{e.message}"
end
p a.include?(10), a.member?(11), a.empty?, [].empty?, a.size, a.length, a.count, a.count(10), a.count(&:even?)
