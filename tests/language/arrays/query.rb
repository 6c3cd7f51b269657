a = [3, 1, 2]
p a.any?, a.all?, a.none?, a.one?, [].any?, [].all?, [].none?, [nil].any?, [nil, 1].one?, [nil].all?
p a.any? { |x| x > 2 }, a.all? { |x| x > 0 }, a.none? { |x| x > 3 }, a.one? { |x| x == 1 }, a.any?(Integer), a.all?(1..3), a.none?(String), a.one?(3)
p a.find { |x| x < 3 }, a.detect { |x| x > 9 }, a.find_all { |x| x > 1 }, a.partition { |x| x > 1 }, a.group_by(&:odd?), a.min_by { |x| -x }, a.max_by { |x| -x }
p a.tally, %w[a b a].tally, a.each_entry.to_a, a.chunk_while { |x, y| y == x + 1 }.to_a, a.slice_when { |x, y| y < x }.to_a
p [1, 1, 2, 3, 3].chunk(&:odd?).to_a, [1, 2, 3].filter_map { |x| x * 2 if x.odd? }, [1, 2, 3].sum, a.minmax_by { |x| x }, a.include?(3)
p a == [3, 1, 2], a.eql?([3, 1, 2]), a.equal?(a), a.hash == [3, 1, 2].hash, [1] == [1.0], [1].eql?([1.0]), a <=> [3, 1], a <=> [4], a <=> 1, [] <=> []
p a.to_a.equal?(a), a.entries, a.inspect, a.to_s, a.frozen?, a.assoc(1), [[1, :a], [2, :b]].assoc(2), [[1, :a]].rassoc(:a)
p [1, 2, 3, 4, 5].bsearch { |x| x >= 3 }, [1, 2].bsearch { |x| x > 9 }, [[1, 2], [3]].sum([]), a.first == 3
