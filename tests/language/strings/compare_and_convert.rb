p "12".to_i, "12abc".to_i, "abc".to_i, "".to_i, " 12 ".to_i, "-12".to_i, "+5".to_i, "1_000".to_i, "1__0".to_i, "0x1A".to_i, "0x1A".to_i(16), "z".to_i(36), "101".to_i(2), "12".to_i(3), "9".to_i(8)
p "123456789012345678901234567890".to_i, "-99999999999999999999".to_i, "ffffffffffffffffffff".to_i(16)
p "1.5".to_f, "3.7e2x".to_f, "abc".to_sym, "1".to_s, "a".to_str
p "a" <=> "b", "b" <=> "a", "a" <=> "a", "a" <=> "aa", "A" <=> "a", "" <=> "a", "é" <=> "z", "a" <=> 1
p "a" < "b", "a" > "b", "b".between?("a", "c"), "abc".clamp("b", "d")
p %w[banana apple cherry].sort, %w[b A a B].sort, %w[b A a B].sort_by(&:downcase), %w[aa b ccc].max_by(&:size), %w[b a].min, %w[b a].max
p "abc".eql?("abc"), "abc".equal?("abc"), "a".eql?(:a), "1" == 1
p "abc" === "abc", String === "abc", "abc".is_a?(Comparable)
p "a".casecmp("B"), "a".casecmp(1), "é".casecmp?("É")
begin
  "1".to_i(1)
rescue ArgumentError => e
  puts e.message
end
