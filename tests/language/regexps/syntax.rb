# Patterns and what they match: one line for each, spans of all groups.
def show(pattern, *texts)
  texts.each do |text|
    found = pattern.match(text)
    spans = found && (0...found.size).map { |i| found.offset(i).first && found.offset(i).join("-") }
    puts "#{pattern.inspect} #{text.inspect} #{spans.inspect}"
  end
end

puts "-- anchors"
show(/^b/, "b", "a\nb", "a\n")
show(/^/, "", "a\n")
show(/b$/, "ab\nc", "ab", "ab\n")
show(/\Ab/, "b", "a\nb")
show(/b\z/, "ab", "ab\n")
show(/b\Z/, "ab", "ab\n", "ab\n\n")
show(/\bfoo\b/, "a foo b", "afoo", "éfoo")
show(/\Boo/, "foo", "oo")
show(/^\s*$/, "a\n\nb", "a\n")
show(/(?<=^)b|^$/, "a\nb", "a\n\nb")
show(/x*$/, "axx\nb", "")
p "a\nb\n".scan(/^/).size, "a\nb\n".scan(/$/).size, "\n\n".scan(/^/).size
p "ab\ncd\n".gsub(/^/, "> "), "ab\ncd\n".gsub(/$/, "!")

puts "-- repetition"
show(/a*/, "", "baa", "aab")
show(/a+?/, "aaa")
show(/a{2}/, "a", "aaa")
show(/a{2,}/, "aaaa")
show(/a{,2}/, "aaaa")
show(/a{2,3}?/, "aaaa")
show(/a{2}?/, "aaa", "a")
show(/a{2}+/, "aaaaa")
show(/a{1,2}{2}/, "aaaaa")
show(/a++a/, "aaa")
show(/a?+a/, "a", "aa")
show(/a*+b/, "aaab")
show(/(?:a|b)*?c/, "abac")
show(/(a|ab)(c|bcd)(d*)/, "abcd")
show(/(?:)*x/, "x")
show(/(?=a)*b/, "b")
show(/^*a/, "a")
show(/x{0}y/, "y")
show(/{/, "a{")
show(/a{,}/, "a{,}")
show(/a{1/, "a{1")
show(/a{ 1}/, "a{ 1}")

puts "-- groups"
show(/(a)(b)?(c)/, "ac", "abc")
show(/(?:a|(b))+/, "ab", "ba")
show(/(?<x>a)(?<y>b)/, "ab")
show(/(?<x>a)(b)/, "ab")
show(/(?'x'a)\k'x'/, "aa")
show(/(?<x>a)|(?<x>b)/, "b")
show(/(?<x>a)(?<x>b)\k<x>/, "aba", "abb")
show(/(?>a|ab)c/, "abc", "ac")
show(/(a)(?#comment \) here)b/, "ab")
show(/a(?#x)*/, "aa")
show(/(.)\1/, "abba")
show(/(.)(.)\k<-2>/, "xyx")
show(/(a)?\1b/, "b", "aab")
show(/(?i)(a)\1/, "aA")
show(/(?:(a)|b)*\1/, "aba")

puts "-- look around"
show(/a(?=b)/, "acab")
show(/a(?!b)/, "abac")
show(/(?<=a)b/, "bab")
show(/(?<!a)b/, "abb")
show(/(?<=a|bc)d/, "bcd", "ad", "cd")
show(/(?<=^|,)x/, "a,x", "x")
show(/(?<=(a))b/, "ab")
show(/(?=(a+))a*b\1/, "baaabac")
show(/(?<!\d)\d{2}(?!\d)/, "123 45")
show(/(?<=é)a/, "éa")
show(/a\Kb/, "ab")
show(/\Gb/, "ab")
p "aab".gsub(/\Ga/, "x"), "aabaa".scan(/\Ga/)

puts "-- conditions and calls"
show(/(a)?(?(1)b|c)/, "ab", "c", "b")
show(/(?<n>a)?(?(<n>)b|c)/, "ab", "c")
show(/(?<n>a)?x(?(<n>)b)/, "axb", "x")
show(/\((?<in>[^()]|\((\g<in>)*\))*\)/, "(a(b)c)")
show(/(?<paren>\((?:[^()]|\g<paren>)*\))/, "x(a(b)c)y", "(((())))", "(()")
show(/(?<d>\d+)-\g<d>/, "12-345")
show(/(a|b\g<1>c)d/, "bbadcdcd")
show(/\A(?<p>|.|(?:(?<c>.)\g<p>\k<c>))\z/, "a")
show(/\g<y>(?<y>x)/, "xx")
show(/(?<e>\d|\(\g<e>\+\g<e>\))/, "((1+2)+3)")

puts "-- absent"
show(/(?~ab)/, "xxabx", "ab", "xyz")
show(%r{/\*(?~\*/)\*/}, "/* a */ b */", "/**/", "/* a")
show(/"(?~")"/, 'say "hi" or "ho"')

puts "-- options"
show(/a.c/, "a\nc", "abc")
show(/a.c/m, "a\nc")
show(/A/i, "a")
show(/a b # comment
  c/x, "abc")
show(/a\ b[ ]c/x, "a b c")
show(/(?i)a/, "A")
show(/a(?i)b|c/, "aB", "C", "aC")
show(/a(?i:b)c/, "aBc", "aBC")
show(/(?-i:a)b/i, "aB", "Ab")
show(/(?m:.)./, "\n\n", "\na")
show(/(?x: a b )c d/, "abc d")
show(/(?mix)A . B/, "a\nb")
show(/(?i-m:a.)/m, "A\n", "Ab")
