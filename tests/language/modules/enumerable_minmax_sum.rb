class Words
  include Enumerable
  def initialize(*w) = @w = w
  def each(&) = @w.each(&)
end
w = Words.new("pear", "fig", "banana", "kiwi")
p w.min, w.max, w.minmax, w.min_by(&:size), w.max_by(&:size), w.minmax_by(&:size), w.min(2), w.max(2), w.min_by(2, &:size), w.sum(&:size), w.sum(""), w.inject { |a, b| a.size > b.size ? a : b }, w.sort_by { |x| [-x.size, x] }, w.min { |a, b| a[-1] <=> b[-1] }, w.max { |a, b| a[-1] <=> b[-1] }, w.group_by(&:size), w.each_with_index.max, w.reduce(0) { |s, x| s + x.size }, w.to_a.sum("") { |x| x[0] }
p [].sum, [].min, [].max, [].minmax, [0.1] * 3 == [0.1, 0.1, 0.1], ([0.1] * 10).sum, ([0.1] * 10).inject(:+), [1, 2.5].sum, [2**62, 2**62].sum, ["a"].inject(:+), [[1], [2]].sum([]), [3].minmax, [1, "a"].size, (1..5).sum, (1...5).sum, (1..0).sum, (1..4).inject(:*), (1..3).minmax, ("a".."c").max
