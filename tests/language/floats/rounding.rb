[0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 2.675, 1e16, 1.05].each do |f|
  p [f.round, f.floor, f.ceil, f.truncate, f.to_i]
end
p 2.5.round(half: :even), 2.5.round(half: :down), 2.5.round(half: :up), 3.5.round(half: :even)
p 2.675.round(2), 2.665.round(2), 1.005.round(2), 1.15.round(1), 1.25.round(1), 1.35.round(1), -1.25.round(1)
p 1.25.round(1, half: :even), 1.25.round(1, half: :down), 1.25.round(1, half: nil)
p 1234.567.round(-2), 1234.567.round(-4), 1234.567.round(0), 1250.0.round(-2), 1234.567.round(1)
p 12.34.floor(1), -12.34.floor(1), 12.34.ceil(1), -12.34.ceil(1), 12.34.floor(-1), 12.34.ceil(-1), 12.39.truncate(1), -12.39.truncate(1)
p 0.1.floor(20), 0.3.floor(1), 1.1.ceil(1), 0.57.floor(2), 0.1.ceil(20)
p 1e20.to_i, 1e20.round, 1e300.floor.to_s.size, 12345678901234567.8.round(2)
p 0.0.round, -0.4.round, 1.0.round(2), 1.round(2), 10.0.floor
[Float::NAN, Float::INFINITY, -Float::INFINITY].each do |f|
  f.to_i
rescue FloatDomainError => e
  puts e.message
end
begin
  (0.0 / 0).round
rescue FloatDomainError => e
  puts e.message
end
p Float::INFINITY.round(2), (0.0 / 0).round(2).nan?
begin
  2.5.round(half: :nope)
rescue ArgumentError => e
  puts e.message
end
