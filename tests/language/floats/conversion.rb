p "1.5".to_f, "1e3".to_f, ".5".to_f, "abc".to_f, "1.5abc".to_f, "-2.5".to_f, "1_000.5".to_f, "".to_f, "  7.25 ".to_f, "0x1A".to_f
p Float("1.5"), Float("1e-2"), Float(" 2.5 "), Float(3), Float("1_000.0"), Float("0x1A")
["abc", "1.5x", "", "1..5", "1e", "_1"].each do |s|
  Float(s)
rescue ArgumentError => e
  puts e.message
end
begin
  Float(nil)
rescue TypeError => e
  puts e.message
end
begin
  Float([])
rescue TypeError => e
  puts e.message
end
p Float("x", exception: false), Float(nil, exception: false)
p 10.fdiv(4), 1.to_f, (2**70).to_f, 0.1.to_s.to_f == 0.1, 5e-324.to_s.to_f
p "1e400".to_f, "-1e400".to_f, "1e-400".to_f
p "123456789.987654321".to_f, "0.1e1".to_f, "1.".to_f, "1.e5".to_f

# Two texts are equally near.
p 118059162071741.125, 118059162071741.375, -70368744177664.125, 70368744177664.375
