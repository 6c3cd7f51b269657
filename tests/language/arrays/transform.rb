a = [1, 2, 3, 4]
p a.reverse, a.rotate, a.rotate(-1), a.rotate(2), a.rotate(10), [].rotate, a.reverse!, a.rotate!, a
p [1, [2, [3, [4]]]].flatten, [1, [2, [3, [4]]]].flatten(1), [[], [[]]].flatten, [1].flatten!, [[1]].flatten!
p [[1, 2], [3, 4]].transpose, [[1, 2], [3, 4], [5, 6]].transpose, [].transpose
p [1, 2].product([3, 4]), [1, 2].product([3], [4, 5]), [1, 2].product
p [1, 2, 3].combination(2).to_a, [1, 2, 3].combination(0).to_a, [1, 2, 3].permutation(2).to_a, [1, 2, 3].permutation.to_a.size, [1, 2].repeated_combination(2).to_a, [1, 2].repeated_permutation(2).to_a
p a * 2, a * ",", a + [5], [1, nil, 2].compact, a.to_h { |x| [x, x * x] }, [[1, 2]].to_h, a.each_slice(2).to_h, a.zip(a).to_h
p a.shuffle.sort == a.sort, a.sample.class, a.shuffle!.size, a.partition(&:even?).map(&:sort), [3, 5].each_with_index.to_a, [3, 5].each_with_index.to_h
p %w[a b c].each_with_index.max_by { |x, i| -i }, [1, 2, 3].each_cons(2).map { |x, y| y - x }, (1..3).zip(4..6)
begin
  [[1], [1, 2]].transpose
rescue IndexError => e
  puts e.message
end
begin
  [1].to_h
rescue TypeError => e
  puts e.message
end
begin
  [[1, 2, 3]].to_h
rescue ArgumentError => e
  puts e.message
end
begin
  r = [1]
  r << r
  r.flatten
rescue ArgumentError => e
  puts e.message
end
begin
  [1] * -1
rescue ArgumentError => e
  puts e.message
end
begin
  [1] + 1
rescue TypeError => e
  puts e.message
end
