class Mat
  attr_reader :r
  def initialize(rows) = @r = rows
  def self.identity(n) = new(Array.new(n) { |i| Array.new(n) { |j| i == j ? 1 : 0 } })
  def *(o) = o.is_a?(Mat) ? Mat.new(r.map { |a| o.r.transpose.map { |b| a.zip(b).sum { |x, y| x * y } } }) : Mat.new(r.map { |a| a.map { |x| x * o } })
  def +(o) = Mat.new(r.zip(o.r).map { |a, b| a.zip(b).map(&:sum) })
  def **(n)
    return Mat.identity(r.size) if n == 0
    h = self**(n / 2)
    n.odd? ? h * h * self : h * h
  end
  def det
    return r[0][0] if r.size == 1
    r[0].each_with_index.sum { |x, j| (-1)**j * x * Mat.new(r[1..].map { |row| row[0...j] + row[j + 1..] }).det }
  end
  def [](i, j) = r[i][j]
  def to_s = r.map { |a| a.join(" ") }.join("\n")
  def ==(o) = r == o.r
end
f = Mat.new([[1, 1], [1, 0]])
puts f**10, f * 3, f + f
p (f**90)[0, 1], f.det, Mat.new([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det, f * Mat.identity(2) == f, (Mat.new([[1, 2], [3, 4], [5, 6]]) * Mat.new([[1, 0, 2], [0, 1, 3]])).r
