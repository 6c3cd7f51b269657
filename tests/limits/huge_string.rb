begin
  "x" * 10**15
rescue NoMemoryError, ArgumentError => e
  puts "refused"
end
begin
  "x" * 10**30
rescue RangeError => e
  puts e.class
end
begin
  "xyz" * (2**62 - 1)
rescue ArgumentError => e
  puts e.message
end
s = "x" * 1000
puts s.size
