s = "hello"
p s[0], s[4], s[5], s[-5], s[-6], s[0, 0], s[5, 0], s[6, 0], s[5, 1], s[2, 100], s[-2, 2], s[-2, 1], s[-6, 2], s[1, -1]
p s[0..], s[5..], s[6..], s[..-1], s[...-1], s[1..1], s[1...1], s[3..1], s[-3..-2], s[-100..2], s[2..100], s[(1..)], s[..2]
p s["he"], s["xx"], s[""], s.slice(1..), s.slice("l"), s.byteslice(1, 3), s.chars.first(2), s.chr, "".chr
m = "héllo wörld"
p m[1], m[1..3], m[-5..], m[6, 2], m.index("ö"), m.byteindex("ö"), m.bytes.size, m.byteslice(1, 2), m.slice(0, 2), m.rindex("l"), m.insert(1, "x"), m[2], m.reverse
t = +"abcdef"
t[1] = "XX"
p t
t[0..1] = ""
p t
t[-1] = "END"
p t
t[1, 2] = "é"
p t
t["é"] = "ee"
p t, t.slice!(0, 2), t, t.slice!("zz"), t.slice!(-1), t, t.slice!(1..), t
p "abc".start_with?("ab", "x"), "abc".end_with?("bc"), "abc".delete_prefix("a"), "abc".delete_suffix("c"), "a.b".partition("."), "a.b.c".rpartition("."), "abc".each_char.to_a.each_slice(2).map(&:join)
