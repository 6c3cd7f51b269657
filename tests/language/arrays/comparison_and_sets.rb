p [1, 2] <=> [1, 3], [1, 2] <=> [1, 2], [2] <=> [1, 9], [1] <=> [1, 2], [] <=> [], [1] <=> "a", [1, "a"] <=> [1, 2], [nil] <=> [nil], [[1, 2], [3]] <=> [[1, 2], [4]]
p [1, 2] == [1, 2.0], [1, [2]] == [1, [2]], [1].eql?([1.0]), [1].equal?([1]), [1] == 1, [] == {}, [nil] == [false], [1, 2].hash == [1, 2].hash
a, b = [1, 2, 2, 3], [2, 3, 4]
p a & b, a | b, a - b, a + b, (a - b) | (b - a), a.union(b, [9]), a.intersection(b, [3]), a.difference(b), a.intersect?(b), a.intersect?([0]), a.uniq, a.tally, a.include?(2), (a & b).size
p [[1, 2], [1, 2]].uniq, [1, 1.0].uniq, ["a", "a"].uniq, [nil, nil].uniq, [1, "1", :"1"].uniq.size, %w[a A].uniq(&:upcase), [[1, :a], [1, :b]].uniq(&:first)
p [3, 1, 2].max, [3, 1, 2].min, [3, 1, 2].sum, [3, 1, 2].minmax, %w[b a].max, [[1, 2], [1, 3]].max, [0.1, 1].max, [].max, [1, 2, 3, 4].max(2), [5, 3].min(1), %w[aa b].max_by(&:size), [1, 2, 3].max { |x, y| y <=> x }
p ([1, 2] - [1, 2]).empty?, [1, 2].none?, [].none?, [nil].any?, [false, nil].none?, [1, nil].all?, [[]].any?, [0].all?
