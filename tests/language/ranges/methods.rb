r = (1..10)
p r.first, r.last, r.min, r.max, r.begin, r.end, r.first(3), r.last(3), r.minmax, r.size, r.count, r.sum, r.exclude_end?
p r.include?(5), r.cover?(5.5), r.member?(11), r === 5, r === "a", r.cover?(2..3), (1..).include?(100), (..5).include?(3), ("a".."z").include?("m"), ("a".."z").cover?("mm"), ("a".."z") === "mm"
p r.step(3).to_a, r.each_slice(4).to_a, (1.0..2.0).step(0.5).to_a, r % 4, ((1..10) % 3).to_a, (1..).first(2), (1..).each { |x| break x if x > 5 }
p r.to_a.reverse, r.reverse_each.first(2), r.map { |x| x * 2 }, r.select(&:even?), r.inject(:+), r.each_with_index.first, r.each_cons(2).first, r.each_entry.first(1), r.partition(&:odd?), r.find { |x| x > 4 }, r.zip(r).last
p (1...10).size, (1...10).last, (1...10).max, (1...10).last(2), (1.5..4).include?(2), (1..0).to_a, (1..0).sum, (1..0).min, (1..0).size, (1...1).to_a
p (1..3).eql?(1..3), (1..3).hash == (1..3).hash, (1..3).to_s, (1..3).inspect, ("a".."c").inspect, (1..nil).inspect, (nil..1).to_s, (1..3).frozen?, Range.new(1, 3), Range.new(1, 3, true)
(1..3).each { |x| print x }
(1...3).each { |x| print x }
("a".."c").each { |x| print x }
(1..3).reverse_each { |x| print x }
(1..6).step(2) { |x| print x }
puts
p (1..3).each { }, ("az".."bc").to_a, ("a".."e").step(2).to_a, ("A".."C").map(&:downcase), (:a..:d).to_a
[-> { (1..).last }, -> { (1..).to_a }, -> { (..1).each { } }, -> { (1.5..2).each { } }, -> { Range.new(1, "a") }, -> { (1..3).step(0) { } }, -> { (..1).first }, -> { (1.5..2).to_a }, -> { (1..).max }, -> { (1..3).first(-1) }].each do |l|
  l.call
rescue StandardError => e
  puts "#{e.class}: #{e.message}"
end
p (1..10).bsearch { |x| x >= 7 }, (1..10).tally.size, (1..4).each_with_object([]) { |x, a| a << x }, (1..4).reduce(1) { |a, b| a * b }, (1..3).flat_map { |x| [x] * x }, (1..3).cycle.first(5), (1..10).each_slice(5).map(&:sum)
p (10**20..10**20 + 2).to_a, (10**20..10**20 + 2).sum, (-3..-1).to_a, (1..2**70).size, (1..2**70).include?(2**69)
p (1..10).clamp(2, 3) rescue puts "clamp: #{$!.class}"
p 15.clamp(1..10), 5.clamp(..3), 5.clamp(7..), (1..5).overlap?(5..6), (1...5).overlap?(5..6), (1..3).minmax
