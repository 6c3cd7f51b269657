p "hello world foo".capitalize, "HELLO".capitalize, "ß".upcase, "ÀÉ".downcase, "straße".length
p "abc".insert(1, "X"), "abc".insert(-1, "X"), "abc".insert(-2, "X")
p "%s" % "a", "a".then { |x| x + "b" }, "abc".tap { |x| print x.size, "\n" }
p "ab\tc".expand_tabs rescue puts $!.class
p "hello"*1, "a".between?("a", "b"), "abc".each_char.to_a.rotate(1).join
p "Hello World".swapcase, "hello world".split.map(&:capitalize).join(" ")
p "racecar" == "racecar".reverse, "abc".sum
p "title".center(21, "*"), "abc".start_with?(""), "".start_with?("a"), "abc".end_with?("", "z")
p "abc".hash.is_a?(Integer)
p "CamelCase".each_char.map { |c| c == c.upcase ? "_#{c.downcase}" : c }.join
p "1,2,3".split(",").sum(&:to_i), "abc".each_char.with_object([]) { |c, a| a << c.ord }
p "ab" "cd", "a".eql?("a"), "abc".slice(0..1), "abc".slice(5), "x".encoding.name
p "snow\u2603man".length, "\u{1F600}".bytes.size, "e\u0301".length
p "abc".dump, "é\n".dump
p String.new, String.new("a"), String.new(capacity: 10), String("x"), String(5), String(nil), String(:a)
p "abc".method(:upcase).call, "abc".respond_to?(:upcase), "abc".public_send(:[], 1)
p "a-b_c d".tr("-_", "  ").split.map.with_index { |w, i| i.zero? ? w : w.capitalize }.join
