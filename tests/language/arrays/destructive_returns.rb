a = [3, 1, 2]
p a.sort!, a.reverse!, a.map! { |x| x * 2 }, a.select! { |x| x > 2 }, a.select! { true }, a.reject! { |x| x > 100 }, a.uniq!, a.compact!, a.flatten!, a.shuffle!.size, a.concat([9]).size, a.push(1).size, a.unshift(0).first, a.insert(1, 5).size, a.clear
b = [1, 2, 3, 4, 5, 6]
p b.delete(3), b.delete(99), b.delete_at(0), b.delete_at(99), b.delete_if { |x| x == 6 }, b.slice!(0), b.slice!(0, 1), b, b.fill(7), b.replace([1, 2]), b.keep_if { |x| x > 1 }, b.pop, b.pop, b.shift, b
c = [1, 2, 3]
d = c
c += [4]
d << 9
p c, d
e = [1, nil, 2, nil, 1]
p e.compact!, e.uniq!, e.collect! { |x| x + 1 }, e.rotate!, e.sort_by! { |x| -x }, e.filter! { |x| x > 2 }, e
f = [1, 2, 3, 4]
p f.partition(&:even?), f.each_slice(2).to_a, f.first(2), f, f.take(1), f.drop(3), f.rotate, f.reverse, f.sample.class, f
g = [[1, 2], [3]]
h = g.dup
h[0] << :shared
h << :own
p g, h, g.flatten!, g, g.flatten!
