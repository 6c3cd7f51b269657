a = [1, 2, 3, 2, nil, 4, nil]
p a.delete(2), a, a.delete(99), a.delete(99) { |x| "no #{x}" }
p a.compact, a, a.compact!, a, a.compact!
p a.delete_at(0), a.delete_at(-1), a.delete_at(9), a
b = (1..10).to_a
p b.delete_if { |x| x > 8 }, b.reject { |x| x.even? }, b.reject!(&:even?), b, b.reject! { false }
p b.select { |x| x > 3 }, b.filter { |x| x > 3 }, b.select! { |x| x > 3 }, b, b.keep_if { |x| x < 7 }, b.select! { true }
c = [1, 1, 2, 3, 3]
p c.uniq, c.uniq!, c, c.uniq!, [1, 1.0, "1", "1"].uniq, [[1], [1]].uniq, %w[a B b].uniq(&:downcase)
d = [1, 2, 3, 4, 5]
p d.slice!(1), d, d.slice!(1, 2), d, d.slice!(0..0), d, d.slice!(9)
p [1, 2, 3, 4] - [2, 4], [1, 1, 2] - [2], [1, 2] & [2, 3], [1, 1] & [1], [1, 2] | [2, 3], [1, 1] | [], [1, 2].union([3]), [1, 2].difference([1]), [1, 2].intersection([2]), [1].intersect?([1])
p [3, 1, 2].reject.with_index { |_, i| i == 0 }
