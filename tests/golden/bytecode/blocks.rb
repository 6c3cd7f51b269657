def each_pair(list)
  total = 0
  list.each { |a, (b, *c), d = 1; e| total += a; e = [b, c, d] }
  add = ->(n) { return total + n }
  [1].each { |x| [2].each { |y| total += x + y } }
  yield total, add
  for q in list do total = q end
  list.map { _1 + it2 } if false
  list.each { |z| return z if z; next 1; break 2 }
end

def it2 = 1
