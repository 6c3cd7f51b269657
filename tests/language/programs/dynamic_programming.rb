def knapsack(items, cap)
  best = Array.new(cap + 1, 0)
  items.each { |w, v| cap.downto(w) { |c| best[c] = [best[c], best[c - w] + v].max } }
  best[cap]
end
def lcs(a, b)
  t = Array.new(a.size + 1) { Array.new(b.size + 1, 0) }
  a.each_char.with_index(1) { |x, i| b.each_char.with_index(1) { |y, j| t[i][j] = x == y ? t[i - 1][j - 1] + 1 : [t[i - 1][j], t[i][j - 1]].max } }
  out = +""
  i, j = a.size, b.size
  while i > 0 && j > 0
    if a[i - 1] == b[j - 1] then out.prepend(a[i - 1]); i -= 1; j -= 1
    elsif t[i - 1][j] >= t[i][j - 1] then i -= 1
    else j -= 1
    end
  end
  out
end
def levenshtein(a, b)
  row = (0..b.size).to_a
  a.each_char.with_index do |x, i|
    prev, row[0] = row[0], i + 1
    b.each_char.with_index { |y, j| prev, row[j + 1] = row[j + 1], [row[j + 1] + 1, row[j] + 1, prev + (x == y ? 0 : 1)].min }
  end
  row.last
end
def change(n, coins) = coins.each_with_object([1] + [0] * n) { |c, w| (c..n).each { |i| w[i] += w[i - c] } }[n]
p knapsack([[5, 10], [4, 40], [6, 30], [3, 50]], 10), lcs("AGGTAB", "GXTXAYB"), levenshtein("kitten", "sitting"), levenshtein("", "abc"), change(100, [1, 5, 10, 25, 50]), change(1000, [1, 2, 5])
grid = [0, 0]
paths = Hash.new { |h, (x, y)| h[[x, y]] = x == 0 || y == 0 ? 1 : h[[x - 1, y]] + h[[x, y - 1]] }
p paths[[16, 16]], grid
