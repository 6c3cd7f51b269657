p "abcdef".each_char { |c| break c if c == "c" }, "abc".each_byte { |b| break b }, "a\nb".each_line { |l| break l }, "a".upto("z") { |c| break c if c > "m" }
r = []
"hello".each_char.with_index { |c, i| next if i.odd?; r << c }
p r, "abc".each_char.map(&:succ), "abc".each_char.with_object([]).each { |c, a| a << c }, "a b c".split.each_slice(2).to_a, "abc".each_char.next
"ab".each_char { |a| "xy".each_char { |b| print a, b, " " } }
puts
s = +"abc"
s.each_char { |c| s << c.upcase if s.size < 8 }
p s
p "a-b-c".split("-").each_with_index.map { |x, i| "#{i}#{x}" }, "hello".chars.tally, "hello".chars.uniq.join, "hello".chars.sort.join, "hello".each_char.select { |c| "aeiou".include?(c) }, "hello".chars.each_cons(2).map(&:join), "hello".bytes.sum, "abc".chars.permutation.map(&:join).sort
p "one two".each_line(" ").to_a, "a\n\nb\n".each_line.to_a, "a\n\nb\n".each_line(chomp: true).to_a, "x".each_line.to_a, "".each_char.to_a
