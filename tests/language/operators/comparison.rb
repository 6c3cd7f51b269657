p 1 == 1.0, 1.eql?(1.0), 1.equal?(1), 1 === 1, 1 != 2
p "a" == :a, "a" == "a", "a".eql?("a"), "a".equal?("a")
p nil == false, [] == [], [1] == [1.0], { a: 1 } == { a: 1.0 }
p 1 <=> "a", nil <=> nil, nil <=> 1, [1, 2] <=> [1, 3], [1] <=> [1, 2], "b" <=> "a"
p 1 < 1.5, 2 >= 2.0, 3.0 > 2, 10**20 > 1, 10**20 < 1e30, 1e10 < 10**20
p 0.0 == -0.0, 0.0.eql?(-0.0), (0.0 / 0) == (0.0 / 0)
begin
  1 < "a"
rescue ArgumentError => e
  puts e.message
end
begin
  1 < nil
rescue ArgumentError => e
  puts e.message
end
begin
  2.5 >= "x"
rescue ArgumentError => e
  puts e.message
end
begin
  [1] < [2]
rescue NoMethodError => e
  puts e.message
end
begin
  "a" < 1
rescue ArgumentError => e
  puts e.message
end
p 1.between?(0, 2), 5.clamp(1, 3), 0.clamp(1, 3), 2.clamp(1, 3), 9.clamp(..4)
