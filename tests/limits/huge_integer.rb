x = 2**100_000
p x.to_s.size, x.bit_length, (x - 1).bit_length, x % 1_000_007
begin
  y = 2**(2**80)
  p y
rescue ArgumentError, RangeError => e
  puts "refused"
end
begin
  1 << (2**70)
rescue RangeError => e
  puts e.message
end
p (3**5000).to_s.size, (3**5000 / 3**4999), (10**3000 + 1) % 10**10
