# Corners of patterns: loops whose rounds are empty, look-behinds, absent
# operators, recursion levels, blocks of Unicode, cases of several characters.

def try(source, options = 0, text = "")
  found = Regexp.new(source, options).match(text)
  spans = found && (0...found.size).map { |i| found.begin(i) && found.offset(i) }
  puts "/#{source}/ in #{text.inspect}: #{spans.inspect}"
rescue RegexpError => error
  puts error.message
end

puts "loops"
try "(a*)*", 0, "aab"
try "(a*)+", 0, "aab"
try "(a|b*)*c", 0, "abc"
try "(?:(a)|b|)*", 0, "ab"
try "(b?)++", 0, "bc"
try "(?:(a?)(b?))*", 0, "ab"
try "(?:()|a)*", 0, "aa"
try "(?:a?){2,3}?b", 0, "aab"
try "(?:){2}a", 0, "a"
try "(?:(?:)){0,1}", 0, "a"
try "(?=a){2}?a", 0, "a"
try "(?=(a))*a", 0, "a"
try "((?=a)|b)*", 0, "ba"
try "(?:(?=(a)))*", 0, "a"
try "a{2}?b", 0, "b"
try "(?>a*?)b", 0, "ab"
try "(?>a|ab)c", 0, "abc"
try "(?:a++)+b", 0, "aab"
try "(?:(?<n>a)){0}\\g<n>b", 0, "ab"

puts "edges"
try "\\B.", 0, "ae\u0301"
try ".\\b", 0, "e\u0301 "
try "(?a)\\b.", 0, "ée"
try "a\\Z", 0, "ba\n"
try "^", 0, "a\n"
try "b\\K|c", 0, "abc"
try "(?=\\Kb)", 0, "ab"
try "\\R+", 0, "a\r\n\n\u2028b"
try "\\X\\z", 0, "x\u{1f468}\u200d\u{1f469}"
try "\\X", 0, "\r\n"
try "(\\X)(\\X)", 0, "\u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}"
try "(\\X)*?b", 0, "e\u0301b"

puts "look-behind"
[
  "(?<=\\Aa)", "(?<=\\Ga)", "(?<=^a$)", "(?<=a\\b)", "(?<=\\Ka)", "(?<=a\\z)", "(?<=a\\Z)", "(?<=(?=a))",
  "(?<=(?!a))", "(?<=(?<!a)b)", "(?<!(?<=a)b)", "(?<=(?>a))", "(?<!(?>a))", "(?<=a++)", "(?<=(?i:a))",
  "(?<=(?:a|bc))", "(?<=a|(?:b|cd))", "(?<=(?:a|bc)d)", "(?<=(a|bc))", "(?<=(a|b))", "(?<!(a))", "(?<!(a))(?<n>)",
  "(?<=a|b|cd)", "(?<=a{2})", "(?<=a{1,2})", "(?<=a{2}?)", "(?<=a*)", "(?<=a?)", "(?<=(a)\\1)", "(a)(?<=\\1)",
  "(?<=(?(1)a|b))(c)", "(?<=(?~a))", "(?<=\\R)", "(?<=\\X)", "(?<=a{0})", "(?<=)", "(?<!)",
  "(?<=\\g<a>)(?<a>b)", "(?<=\\g<a>)(?<a>b*)", "(?<=\\h\\d\\p{L}.)", "(?<=a(?#c)b)",
].each { |source| try source, 0, "ab" }
try "(?<=\\g<a>)c|(?<a>ab)d", 0, "abc"
try "(?<=a|bcd)e", 0, "bcde"
try "(?<!ab|c)d", 0, "abd cd d"
try "(?<=a+)", Regexp::IGNORECASE
try "(?<=a+)", Regexp::IGNORECASE | Regexp::EXTENDED | Regexp::MULTILINE

puts "absent"
try "(?~ab)", 0, "xxabx"
try "(?~|ab)", 0, "xx"
try "(?~)", 0, "xx"
try "x(?~)", 0, "xx"
try "(?~[^a]{1,2})", 0, "bbb"
try "/\\*(?~\\*/)\\*/", 0, "x /* a * b */ */"
try "(?~a|bc)", 0, "xxbca"
try "(?~\\Z)", 0, "xx"
try "(?~(?~a))", 0, "xaa"

puts "levels"
palindrome = "\\A(?<a>|.|(?:(?<b>.)\\g<a>\\k<b+0>))\\z"
try palindrome, 0, "reviver"
try palindrome, 0, "abcdxba"
try palindrome.sub("+0", ""), 0, "reviver"
try "(?<n>a)\\k<n+0>", 0, "aa"
try "(?<n>a)\\k<n+1>", 0, "aa"
try "(?<n>a)\\k<n-1>", 0, "aa"
try "(?<n>a)\\k'n+0'", 0, "aa"
try "(a)\\k<1+0>", 0, "aa"
try "(a)\\k<-1+0>", 0, "aa"
try "(?<x>(?<n>.)\\g<x>?\\k<n+0>)", Regexp::IGNORECASE, "abBA"
["\\k<n+0>(?<n>a)", "\\k<x+0>(?<n>a)", "(a)\\k<2+0>", "(?<n>a)\\k<n+>", "(?<n>a)\\k<n+x>", "(?<n>a)\\k<1+0>",
 "(?<n>a)\\k<n+99999999999>", "\\2(a)", "(a)(?(2)b|c)", "\\1(a)", "\\k<2>(a)", "(a)\\k<-2>"].each { |source| try source, 0, "aa" }

puts "blocks"
try "\\p{InBasicLatin}+", 0, "éab"
try "\\p{In Greek and_Coptic}+", 0, "abγδ"
try "\\P{InBasic_Latin}", 0, "aé"
try "\\p{^InBasicLatin}", 0, "aé"
try "[\\p{InHiragana}x]+", 0, "aひx"
try "[^\\p{InBasicLatin}é]", 0, "aéè"
try "\\p{InLatin-1 Supplement}", 0, "aé"
try "\\p{InCJKUnifiedIdeographs}", 0, "a漢"
try "\\p{InEmoticons}", 0, "a\u{1f600}"
try "\\p{InNo_Block}", 0, "a\u2fe0"
try "\\p{InHighSurrogates}", 0, "a"
try "\\p{InKawi}", 0, "\u{11f00}"
%w[InGreek infoo In InTodhri Block=Basic_Latin].each { |name| try "\\p{#{name}}" }
try "\\p{InBasicLatin}", Regexp::NOENCODING

puts "cases"
{
  "ss" => "ß", "ß" => "SS", "ẞ" => "ß", "sss" => "sß", "fi" => "ﬁ", "ﬃ" => "FFI", "ffi" => "ﬀI", "st" => "ﬆ",
  "ŉ" => "ʼN", "ΐ" => "ΐ", "և" => "ԵՒ", "[ß]" => "ss", "[^ß]" => "s", "s{2}" => "ß", "s(s)" => "ß", "s+" => "ß",
  "[s][s]" => "ß", "k" => "\u212a", "å" => "\u212b", "ς" => "Σ", "µ" => "μ", "ſ" => "S", "i" => "İ", "İ" => "i̇",
  "(?<=ss)x" => "ßx", "(?<!ss)x" => "ßx", "(?<=ß)x" => "ssx", "x(?=ss)" => "xß", "(?>ss)x" => "ßx",
  "(s)\\1" => "sS", "(é)\\1" => "éÉ", "(?-i:a)b" => "aB", "a(?-i)b|c" => "C", "\\u00e9" => "É",
}.each { |source, text| try source, Regexp::IGNORECASE, text }

puts "linear"
%w[a (a*)* (a)\\1 (?=a) (?<!a) (?>a) a++ (?~a) (?<n>a)\\g<n> (a)?(?(1)b|c) \\K \\R \\X (?>(?=a)) (?=(?>a))
   (?=(?=a)) (?>(?>a)) (?:a{2,3}){2,3} (?=a++) (?=\\R) (?>\\R)].each do |source|
  puts "#{source} #{Regexp.linear_time?(source.gsub("\\\\", "\\"))}"
end
