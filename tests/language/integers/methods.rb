p 10.gcd(4), 10.lcm(4), 10.gcdlcm(4), -10.gcd(4), 0.gcd(5)
p 3.pow(4), 3.pow(4, 5), 2.pow(100, 1_000_000_007)
p 12345.digits, 255.digits(16), 0.digits
p 5.succ, 5.pred, 5.next, 5.ord, 65.chr, 5.to_i, 5.to_f, 5.to_s, 5.inspect
p 5.even?, 5.odd?, 0.zero?, 5.positive?, -5.negative?, 5.integer?, 5.finite?, 5.infinite?
p 255.to_s(2), 255.to_s(16), -255.to_s(36), 255.to_s(8)
p 15.round(-1), 25.round(-1), 14.round(-1), -15.round(-1), 15.floor(-1), 15.ceil(-1), 15.truncate(-1), 15.round(2)
p 25.round(-1, half: :even), 25.round(-1, half: :up), 25.round(-1, half: :down)
p 5.abs, -5.abs, -5.magnitude, 3.size, 10.clamp(1, 5)
p 5.times.to_a, 1.upto(4).to_a, 4.downto(1).to_a, 1.step(10, 3).to_a, 10.step(1, -4).to_a
p 5 <=> 6, 5.coerce(2.0), 5.coerce(2), 1.5.coerce(2)
p 5.bit_length, 5.hash == 5.hash, 5.frozen?, 5.dup, 5.itself
begin
  -1.digits
rescue Math::DomainError => e
  puts e.message
end
begin
  300.chr
rescue RangeError => e
  puts e.message
end
p 233.chr("UTF-8"), 0x65e5.chr("UTF-8"), 10.chr
begin
  2.pow(3, 0)
rescue ZeroDivisionError => e
  puts e.message
end
begin
  5.digits(1)
rescue ArgumentError => e
  puts e.message
end
begin
  5.to_s(99)
rescue ArgumentError => e
  puts e.message
end
