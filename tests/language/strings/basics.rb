s = "hello"
p s.length, s.upcase, s.capitalize, "HeLLo".swapcase, "ABC".downcase, s.reverse
p s + " world", s * 2, "a" * 0, s[0], s[-1], s[1, 3], s[1..3], s[1..], s[..2], s[-3..], s[10], s[5], s[5, 2], s[6, 1]
p s["ell"], s["xyz"], s.slice(1, 2), s.chars, s.bytes, s.each_char.to_a
p s.include?("ell"), s.start_with?("he"), s.start_with?("x", "h"), s.end_with?("lo"), s.index("l"), s.rindex("l"), s.index("l", 3), s.index("z")
p s == "hello", s.eql?("hello"), s.equal?(s), s <=> "help", s.hash == "hello".hash, s.casecmp("HELLO"), s.casecmp?("HELLO")
p s.empty?, "".empty?, s.ord, s.sum, s.hex, "ff".hex, "17".oct
p s.succ, "az".succ, "zz".succ, "a9".succ, "Zz".succ, "1.9".succ, "".succ, "-".succ
p s.to_sym, s.to_s, s.inspect, s.dup, s.itself.equal?(s)
begin
  s * -1
rescue ArgumentError => e
  puts e.message
end
begin
  s + 1
rescue TypeError => e
  puts e.message
end
begin
  s + nil
rescue TypeError => e
  puts e.message
end
begin
  s[nil]
rescue TypeError => e
  puts e.message
end
