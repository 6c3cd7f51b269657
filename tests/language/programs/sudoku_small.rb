B = %w[5300 0000 0204 0010].map { |r| r.chars.map(&:to_i) }
grid = [[1, 0, 0, 4], [0, 0, 1, 0], [0, 1, 0, 0], [4, 0, 0, 1]]
def ok?(g, r, c, v)
  4.times { |i| return false if g[r][i] == v || g[i][c] == v }
  2.times { |i| 2.times { |j| return false if g[r / 2 * 2 + i][c / 2 * 2 + j] == v } }
  true
end
def solve(g)
  4.times do |r|
    4.times do |c|
      next unless g[r][c] == 0
      (1..4).each do |v|
        next unless ok?(g, r, c, v)
        g[r][c] = v
        return true if solve(g)
        g[r][c] = 0
      end
      return false
    end
  end
  true
end
p solve(grid)
grid.each { |r| puts r.join(" ") }
bad = [[1, 1, 0, 0], [0] * 4, [0] * 4, [2, 3, 4, 0]]
p solve(bad), B.size
