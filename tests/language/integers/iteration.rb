3.times { |i| print i, " " }
puts
1.upto(3) { |i| print i, " " }
3.downto(1) { |i| print i, " " }
1.step(10, 4) { |i| print i, " " }
10.step(1, -3) { |i| print i, " " }
1.step(by: 2, to: 7) { |i| print i, " " }
1.0.step(2.0, 0.5) { |i| print i, " " }
puts
p 3.times { }, 1.upto(2) { }, 5.upto(1) { raise }, 0.times { raise }
p 5.times.map { |i| i * i }, 3.times.with_index(1).to_a, 4.times.select(&:even?)
p 10.times.each_slice(3).to_a, 3.times.sum, 3.times.include?(2)
r = 10.times { |i| break i * 100 if i == 3 }
p r
sum = 0
10.times do |i|
  next if i.odd?
  sum += i
end
p sum
begin
  1.step(5, 0) { break }
rescue ArgumentError => e
  puts e.message
end
p 1.step(2, 0.25).to_a
