n = 0
loop do
  n += 1
  next if n < 3
  break
end
p n
p (loop { break }), (loop { break 1 }), (loop { break 1, 2 }), (loop { break [] })
r = [1, 2, 3].each { |x| break x * 10 if x == 2 }
p r
p [1, 2, 3].map { |x| next 0 if x == 2; x }, [1, 2, 3].map { |x| next if x == 2; x }, [1, 2].map { |x| next 1, x }
p [1, 2, 3, 4].select { |x| next true if x == 4; x.odd? }
e = [1, 2].each
vals = []
res = loop do
  vals << e.next
end
p vals, res
p loop { raise StopIteration }, (loop { raise StopIteration, "msg" })
def find_first(list)
  list.each do |x|
    list.each { |y| return [x, y] if x + y == 5 }
  end
  nil
end
p find_first([1, 2, 3]), find_first([9])
c = 0
i = 0
begin
  loop do
    i += 1
    begin
      next if i < 3
      break
    ensure
      c += 1
    end
  end
end
p i, c
p (1..Float::INFINITY).each { |x| break x if x * x > 50 }
x = [[1, 2], [3, 4]].each do |row|
  row.each { |v| break if v == 1 }
  break row if row.include?(3)
end
p x
p 5.times { |t| break t if t == 9 }
p loop { break(loop { break :inner }) }
def y3 = [yield(1), yield(2), yield(3)]
p y3 { |v| next v * 2 if v > 1; 0 }, y3 { |v| break :out if v == 2 }
begin
  loop { raise "err" }
rescue => ex
  p ex.message
end
