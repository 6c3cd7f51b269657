p "hello".sub("l", "L"), "hello".gsub("l", "L"), "hello".sub("x", "y"), "hello".gsub("l") { |m| m.upcase }, "a.b.c".gsub(".", "-")
p "hello".sub("l") { "[#{_1}]" }, "aaa".gsub("a", "aa"), "a+b".gsub("+", "plus"), "hello".gsub("l", "l" => "1")
s = +"hello"
p s.sub!("z", ""), s.sub!("h", "j"), s, s.gsub!("z", ""), s.gsub!("l", "r"), s
p "path/to".gsub("/", "::"), "x".gsub("x", "\\\\"), "abc".sub("", "-"), "abc".gsub("", "-")
