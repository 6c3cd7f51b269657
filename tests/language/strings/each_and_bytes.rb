"abc".each_char { |c| print c, "-" }
puts
"abc".each_byte { |b| print b, " " }
puts
p "abc".each_char.with_index.map { |c, i| c * (i + 1) }
p "é日".bytes, "é日".chars, "é日".codepoints, "é日".bytesize, "é日".each_char.to_a
p "abc".each_with_index rescue puts $!.class
p "abc".byteslice(1, 1), "é日".byteslice(2, 3), "abc".byteslice(5, 1), "abc".byteslice(0..1), "abc".getbyte(1), "abc".getbyte(-1)
p "a".upto("e").to_a, "08".upto("11").to_a, "a".upto("c", true).to_a
"x".upto("z") { |c| print c }
puts
p "hello"[1..-2], "hello"[-3, 2], "hello"[1...-1], "hello"[3..1], "hello"[5..], "hello"[6..]
p "日本語テキスト"[2], "日本語テキスト"[1, 2], "日本語テキスト"[-2..], "日本語".reverse, "日本語".index("語")
p "abc".sum, "abc".hash == "abc".dup.hash, "a".ord, "é".ord, "日".ord
begin
  "".ord
rescue ArgumentError => e
  puts e.message
end
p "z".ord.chr
