p "Hello".upcase, "Hello".downcase, "hello world".capitalize, "Hello".swapcase, "éÀ".upcase, "ÉÀ".downcase, "ß".upcase, "éa".capitalize
p "".empty?, " ".empty?, "a".empty?, "abc".include?("b"), "abc".include?("")
p "a" == "a", "a".eql?("a"), "a".equal?("a"), "a" != "b", "a".casecmp("A"), "a".casecmp?("A"), "a" <=> "b", "abc" <=> "abd", "ab" <=> "abc", "B" <=> "a", "a".between?("a", "b")
p "abc".ascii_only?, "é".ascii_only?, "abc".valid_encoding?, "abc".frozen?, "abc".encoding.to_s, "abc".force_encoding("ASCII-8BIT").encoding.to_s
p "abc".hash == "abc".hash, "abc".hash == "abd".hash, "10".to_i + "20".to_i, "abc".ord, "a".next, "Az".succ, "zZ9".succ, "a-9".succ, "<<koala>>".succ, "1999zzz".succ, "***".succ
s = +"Mixed"
p s.upcase!, s, s.upcase!, s.downcase!, s.capitalize!, s.capitalize!, s.swapcase!, s
p "hello world".count("lo"), "hello".count("a-y"), "hello".delete("l"), "aabbcc".squeeze, "hello".tr("el", "ip"), "hello".tr("a-y", "b-z"), "hello".sum
p "line1\nline2".lines, "a\tb".inspect, "a b".dump, "%".inspect
