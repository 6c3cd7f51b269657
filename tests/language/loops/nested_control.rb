r = []
(1..3).each do |i|
  (1..3).each do |j|
    next if j == 2
    break if j == 3 && i == 2
    r << [i, j]
  end
end
p r
out = catch(:done) do
  10.times { |a| 10.times { |b| throw :done, [a, b] if a * b == 42 } }
  nil
end
p out
i = 0
res = while true
        i += 1
        next if i < 3
        j = 0
        until j == 5
          j += 1
          break if j == i
        end
        break [i, j] if i == 4
      end
p res
p [[1, 2], [3, 4]].map { |row| row.map { |x| next 0 if x == 2; x * 10 } }
def search(m, v) = m.each_with_index { |row, y| row.each_with_index { |c, x| return [x, y] if c == v } } && nil
p search([[1, 2], [3, 4]], 3), search([[1]], 9)
x = [1, 2, 3].each_with_index.map { |v, k| next if k == 1; v }
p x
n = 0
loop do
  n += 1
  loop { break }
  3.times { |k| break if k == 1 }
  break unless n < 3
end
p n
k = 10
k -= 1 while k > 5 && k != 7
p k
a = []
for q in 1..3
  for w in 1..3
    next if w == q
    a << q * 10 + w
  end
end
p a, q, w
