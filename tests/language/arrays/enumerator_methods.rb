a = [4, 5, 6]
p a.each_with_index.to_a, a.map.with_index(1).to_a, a.each.with_index(1).map { |x, i| x * i }, a.select.with_index { |x, i| i > 0 }, a.reject.with_index { |x, i| i == 0 }, a.each_slice(2).map(&:first), a.each_cons(2).to_a, a.each_with_object([]).to_a.size, a.cycle.take(4), a.each_entry.to_a
p a.each.next, a.map.each { |x| x + 1 }, a.group_by.with_index { |x, i| i % 2 }, a.sort_by.with_index { |x, i| -i }, a.min_by.with_index { |x, i| -i }, a.each_index.to_a, a.reverse_each.to_a, a.reverse_each.with_index.to_a, a.find_index.with_index { |x, i| i == 1 }, a.flat_map.with_index { |x, i| [x] * i }, a.partition.with_index { |x, i| i.odd? }, a.filter_map.with_index { |x, i| x if i > 1 }
e = a.each
p e.next, e.next, e.next, (e.next rescue :end), e.size, e.rewind.next, e.with_index.to_a, e.inspect
p a.combination(2).to_a, a.permutation(2).count, a.combination(2).size, a.each_slice(2).size, a.product([1]).size, a.each_with_index.sort_by { |x, i| -i }.map(&:first), a.zip(a.rotate).map { |x, y| y - x }
