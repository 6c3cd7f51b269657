# Regular expressions on strings of other encodings, and in them.
def t(label)
  result = yield
  puts "#{label}: #{result.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

t(129) { "a".encode("UTF-16LE") =~ /a/ }
t(130) { "あ".encode("EUC-JP") =~ /あ/ }
t(131) { "あ".encode("EUC-JP") =~ /./ }
t(132) { "xあ".encode("EUC-JP") =~ /\p{Hiragana}/ }
t(133) { "あb".encode("EUC-JP")[/b/] }
t(134) { "あb".encode("EUC-JP").match(/(.)(b)/).offset(2) }
t(135) { "あb".encode("EUC-JP").match(/(.)(b)/).byteoffset(2) }
t(136) { Regexp.new("あ".encode("EUC-JP")) =~ "xあ".encode("EUC-JP") }
t(137) { Regexp.new("あ".encode("EUC-JP")).encoding }
t(138) { Regexp.new("あ".encode("EUC-JP")) =~ "あ" }
t(139) { Regexp.new("あ".encode("EUC-JP")) }
t(140) { /a/e.encoding }
t(141) { /a/s.encoding }
t(142) { /a/n.encoding }
t(143) { /a/u.encoding }
t(144) { /a/e.options }
t(145) { /a/e =~ "é" }
t(146) { /a/e =~ "あa".encode("EUC-JP") }
t("names") { m = /(?<first>.)(?<second>b)/.match("あb".encode("EUC-JP")); [m[:first].encoding.name, m.begin(:second), m.pre_match.encoding.name] }
t("gsub") { "あいあ".encode("Shift_JIS").gsub(Regexp.new("あ".encode("Shift_JIS"))) { |c| "<" }.encode("UTF-8") }
t("scan") { "あ1い22".encode("EUC-JP").scan(/\d+/) }
t("split") { "あ,い".encode("EUC-JP").split(/,/).map { |s| s.encode("UTF-8") } }
t("word in latin") { "é à".encode("ISO-8859-1").scan(/\w/).map { |s| s.encode("UTF-8") } }
t("ignoring case in latin") { "É".encode("ISO-8859-1") =~ Regexp.new("é".encode("ISO-8859-1"), Regexp::IGNORECASE) }
t("rindex") { "あbあb".encode("EUC-JP").rindex(/b/) }
t("sjis backslash") { "表\\".encode("Windows-31J").index(/\\/) }
t("bytes as escapes") { Regexp.new("\\xa4\\xa2".dup.force_encoding("EUC-JP")) =~ "xあ".encode("EUC-JP") }
t("interpolated") { r = /#{"b"}/e; [r.encoding.name, r =~ "あb".encode("EUC-JP"), r.source.encoding.name] }
t("equal") { Regexp.new("あ".encode("EUC-JP")) == Regexp.new("あ".encode("EUC-JP")) }
t("to_s") { Regexp.new("あ/".encode("EUC-JP")).to_s }
t("escape") { Regexp.escape("あ.".encode("EUC-JP")) }
t("case") { case "あ".encode("EUC-JP") when /b/ then 1 when /./ then 2 end }
