begin
  Array.new(10**15)
rescue NoMemoryError, ArgumentError => e
  puts "refused"
end
begin
  Array.new(2**62)
rescue ArgumentError => e
  puts e.message
end
begin
  Array.new(2**70)
rescue RangeError => e
  puts e.class
end
begin
  [1, 2] * (2**61)
rescue ArgumentError => e
  puts e.message
end
begin
  a = []
  a[2**61] = 1
rescue IndexError, NoMemoryError => e
  puts "refused"
end
p Array.new(10).size
