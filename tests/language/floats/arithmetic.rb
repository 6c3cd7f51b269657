p 1.5 + 2, 2 + 1.5, 1.5 - 2, 1.5 * 2, 3.0 / 2, 7.5 % 2, -7.5 % 2, 2.0**0.5, 2.0**-1
p 1e308 * 10, -1e308 * 10, 1e-320 / 1e10, 0.1 * 3, 1.0 - 0.9
p 3.7.divmod(1.2), -3.7.divmod(1.2), 3.7.modulo(-1.2), 3.7.div(1.2), 6.0.divmod(3)
p 1.5.abs, -1.5.abs, -1.5.magnitude, -1.5.-@
p 1.0.nan?, 1.0.infinite?, (1 / 0.0).infinite?, (-1 / 0.0).infinite?, 1.0.finite?
p 1.0.eql?(1.0), 1.0 == 1, 1.0.equal?(1.0), 1.0.hash == 1.0.hash, 1.0.eql?(1)
p 1.5.zero?, 0.0.zero?, -0.0.zero?, 1.5.positive?, -0.0.negative?, -1.5.negative?
p 1.5 <=> 1, 1.5 <=> 2, 1.5 <=> "a", (0.0 / 0) <=> 1.0
p 1.0.next_float, 1.0.prev_float, 0.0.next_float
p 10.0.to_i, 10.9.to_i, -10.9.to_i, 3.99.to_s, 1e3.to_i
p 1.5.integer?, 1.0.to_f, 5.to_f / 3
begin
  1.5.divmod(0)
rescue ZeroDivisionError => e
  puts e.message
end
begin
  1.5 + nil
rescue TypeError => e
  puts e.message
end
begin
  1.5 * "2"
rescue TypeError => e
  puts e.message
end
p 4.0.clamp(1, 3), 1.5.clamp(1.0, 2.0), 2.0.between?(1, 3)
p [0.1] * 3, [0.1, 0.2, 0.3].sum, [0.1, 0.2, 0.3].inject(:+), [1e100, 1.0, -1e100].sum
