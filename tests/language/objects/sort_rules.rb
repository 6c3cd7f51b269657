a = [[2, :a], [1, :b], [2, :c], [1, :d]]
p a.min_by(&:first), a.max_by(&:first), a.min { |x, y| x[0] <=> y[0] }, a.max { |x, y| x[0] <=> y[0] }, a.minmax_by(&:first), a.sort_by { |x| [x[0], x[1]] }, a.sort_by { |x| [-x[0], x[1]] }, a.sort, a.group_by(&:first), a.each_with_index.min_by { |x, i| [x[0], -i] }
p [3, 1, 2].min(5), [3, 1, 2].max(0), %w[bb a ccc].min_by(2, &:size), %w[bb a ccc].max_by(2, &:size), [0.0, -0.0].min, [1, 1.0].max, [1.0, 1].min, ["a", "A"].min, [[1, 2], [1]].min, [[], [1]].max
p [1, 2, 3, 4].sort { |x, y| y <=> x }, [1, 2, 3].sort_by { -_1 }, %w[b c a].sort.reverse, %w[b c a].max, { b: 1, a: 2 }.sort, { b: 1, a: 2 }.min_by { |k, v| v }, (1..5).sort_by { |x| x % 3 == 0 ? 0 : 1 }.first, [3, 1, 2].sort.first(2)
p 1 <=> 2, 2 <=> 1, 1 <=> 1, 1 <=> 1.5, "a" <=> "b", [1, "a"] <=> [1, "b"], [1, 2] <=> [1, "x"], nil <=> nil, nil <=> 1, true <=> true, true <=> false, :a <=> :b, (1 <=> nil), 1.0 <=> Float::NAN, [] <=> [1], {} <=> {}, Object <=> String, String <=> Object, String <=> Integer
class Rev
  attr_reader :v
  def initialize(v) = @v = v
  def <=>(o) = o.v <=> v
  def inspect = "R#{v}"
end
p [Rev.new(1), Rev.new(3), Rev.new(2)].sort, [Rev.new(1), Rev.new(3)].min, [Rev.new(1), Rev.new(3)].max, [Rev.new(1), Rev.new(2)].minmax, [Rev.new(2), Rev.new(1)].sort_by(&:v)
r = [5, 3, 8]
p r.sort!.equal?(r), r, r.sort!.reverse!, r, r.sort_by! { |x| x }.equal?(r)
log = []
[2, 1].sort { |x, y| log << [x, y].sort; x <=> y }
p log.first
begin
  [3, 1].sort_by { |x| x == 3 ? nil : x }
rescue ArgumentError => e
  puts e.message
end
begin
  [1, 2].sort { |x, y| raise "in sort" }
rescue => e
  puts e.message
end
p [2, 1].sort { |x, y| (x <=> y).to_f }, [2, 1].sort { |x, y| 2**70 * (x <=> y) }, [1, 2, 3].sort { 0 }.size, [[3, 4], [1, 2]].sort_by(&:last), [true, false].sort_by { |b| b ? 1 : 0 }, [nil, 3, nil, 1].compact.sort
