# Characters, positions and changes of strings in other encodings.
def t(label)
  result = yield
  puts "#{label}: #{result.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

t(93) { 0x3042.chr("UTF-8") }
t(94) { 0x82a0.chr("Shift_JIS") }
t(95) { 0xd800.chr("UTF-8") }
t(96) { 0x82.chr("Shift_JIS") }
t(97) { 300.chr }
t(99) { 0x3042.chr("UTF-16LE") }
t(100) { 256.chr("ISO-8859-1") }
t(101) { "あ".encode("Shift_JIS").ord }
t(102) { "あ".encode("EUC-JP").codepoints }
t(103) { "あa".encode("UTF-16LE").codepoints }
t(104) { "あa".encode("UTF-16LE").chars }
t(105) { "あa".encode("UTF-16LE")[0] }
t(106) { "あいう".encode("EUC-JP")[1..].encode("UTF-8") }
t(107) { "あいう".encode("Shift_JIS").reverse.encode("UTF-8") }
t(108) { "あいう".encode("Shift_JIS").index("い".encode("Shift_JIS")) }
t(109) { "あいう".encode("EUC-JP").index("い") }
t(110) { "表".encode("Shift_JIS").include?("\\") }
t(111) { "表\\".encode("Shift_JIS").index("\\") }
t(113) { "aé".encode("ISO-8859-1").upcase.encode("UTF-8") }
t(114) { "aé".encode("UTF-16LE").upcase.encode("UTF-8") }
t(115) { "aé".encode("EUC-JP").upcase.encode("UTF-8") }
t(120) { "a,b".encode("UTF-16LE").sub(",".encode("UTF-16LE"), "-".encode("UTF-16LE")) }
t(126) { "あ".encode("EUC-JP").to_sym }
t(128) { "あ".encode("EUC-JP").to_sym == :あ }
t(147) { "é".encode("ISO-8859-1") <=> "é" }
t(148) { {"é".encode("ISO-8859-1") => 1}["é"] }
t(149) { "é".encode("ISO-8859-1").hash == "é".hash }
t(150) { "é".encode("ISO-8859-1").casecmp("É".encode("ISO-8859-1")) }
t(151) { "é".encode("ISO-8859-1").casecmp?("É".encode("ISO-8859-1")) }
t(152) { "あ".encode("EUC-JP") << 0xa4a2 }
t(153) { "あ".encode("EUC-JP") << 0xa4 }
t(154) { "あ".encode("UTF-16LE") << 0x3042 }
t(155) { "%s" % "あ".encode("EUC-JP") }
t(158) { "é#{"あ".encode("EUC-JP")}" }
t(159) { ["é", "あ".encode("EUC-JP")].join }
t(160) { "é".center(5, "あ".encode("EUC-JP")) }
t(161) { "あ".encode("EUC-JP").succ.encode("UTF-8") }
t(162) { "あい".encode("EUC-JP").tr("あ".encode("EUC-JP"), "う".encode("EUC-JP")).encode("UTF-8") }
t(163) { "あい".encode("EUC-JP").count("あ".encode("EUC-JP")) }
t(164) { "あい".encode("EUC-JP").count("あ") }
t(165) { "あ\xa4".dup.force_encoding("EUC-JP").scrub("?") }
t(166) { "\xa4".dup.force_encoding("EUC-JP").valid_encoding? }
t(167) { "あ".encode("UTF-16LE").each_grapheme_cluster.to_a.size }
t(168) { "\xff\xfea\0".dup.force_encoding("UTF-16LE").encode("UTF-8") }
t("each_char") { "あb".encode("Shift_JIS").each_char.map { |c| c.encode("UTF-8") } }
t("inspect") { ["abc".encode("UTF-16LE"), "a\u3042\"\n\#{".encode("UTF-16LE"), "\xD8\x00".dup.force_encoding("UTF-16BE"), "a".dup.force_encoding("UTF-16LE"), "あé\n".encode("EUC-JP"), "\x82".dup.force_encoding("Shift_JIS"), "é".encode("Windows-1252"), "あ".encode("UTF-32BE"), "aé".encode("UTF-16")] }
t("dump") { ["あ".encode("EUC-JP").dump, "é".encode("ISO-8859-1").dump, "a\u3042".encode("UTF-16LE").dump] }
t("plus") { "a\u3042".encode("EUC-JP") + "あ" }
t("plus wide") { "a\u3042".encode("UTF-16LE") + "a" }
t("plus ascii") { [("a".encode("EUC-JP") + "あ").encoding, ("" + "a".encode("UTF-16LE")).encoding, ("a".encode("UTF-16LE") + "").encoding].map(&:name) }
t("equal") { ["a".encode("UTF-16LE") == "a", "a".encode("UTF-16LE") == "a\0", "".encode("UTF-16LE") == "", "é".encode("ISO-8859-1") == "é", "a".encode("EUC-JP") == "a"] }
t("ascii_only?") { ["a".encode("UTF-16LE").ascii_only?, "".encode("UTF-16LE").ascii_only?, "é".encode("UTF-16LE").valid_encoding?] }
t("insert") { s = "あい".encode("EUC-JP"); s.insert(1, "う".encode("EUC-JP")); s.encode("UTF-8") }
t("slice!") { s = "あいう".encode("Shift_JIS"); [s.slice!(1).encode("UTF-8"), s.encode("UTF-8")] }
t("assign") { s = "あいう".encode("UTF-16LE"); s[1] = "x".encode("UTF-16LE"); s.encode("UTF-8") }
t("byteslice") { "あ".encode("EUC-JP").byteslice(0) }
t("ljust") { "あ".encode("EUC-JP").ljust(3, "い".encode("EUC-JP")).encode("UTF-8") }
t("squeeze delete") { ["ああい".encode("EUC-JP").squeeze.encode("UTF-8"), "ああい".encode("EUC-JP").delete("あ".encode("EUC-JP")).encode("UTF-8")] }
t("start_with?") { ["あい".encode("EUC-JP").start_with?("あ".encode("EUC-JP")), "あ".encode("EUC-JP").end_with?("い".encode("EUC-JP"))] }
t("symbols") { s = "あ".encode("EUC-JP").to_sym; [s, s.encoding.name, s.size, s.to_s.encoding.name, s == "あ".encode("EUC-JP").to_sym, { s => 1 }, s.to_proc.lambda?, "\xff".b.to_sym] }
t("append byte") { ["\xa4".dup.force_encoding("EUC-JP") << "\xa2".dup.force_encoding("EUC-JP")].map { |s| [s, s.valid_encoding?, s.size] } }
t("replace and clear") { s = +"é"; s.replace("あ".encode("EUC-JP")); [s, s.encoding.name, s.clear.encoding.name] }
t("hash keys") { { "a" => 1 }["a".encode("EUC-JP")] }
t("succ") { ["az".encode("EUC-JP").succ, "Zz".encode("ISO-8859-1").succ] }
t("case") { ["ÀÉß".encode("ISO-8859-1").downcase.encode("UTF-8"), "àé".encode("Windows-1252").swapcase.encode("UTF-8"), "дом".encode("Windows-1251").capitalize.encode("UTF-8"), "дом".encode("KOI8-R").upcase.encode("UTF-8")] }
t("turkic") { ["Iİ".downcase(:turkic), "iı".upcase(:turkic), "iI".swapcase(:turkic), "istanbul".capitalize(:turkic)] }
t("graphemes") { ["e\u0301x".grapheme_clusters, "🇩🇪🇫🇷".grapheme_clusters.size, "👨‍👩‍👧!".each_grapheme_cluster.size, "\r\n".grapheme_clusters] }
t("normal forms") { ["é".unicode_normalize(:nfd).codepoints, "e\u0301".unicode_normalize, "ﬁ".unicode_normalize(:nfkc), "é".unicode_normalized?(:nfd), "é".encode("UTF-16LE").unicode_normalize(:nfd).size] }
t("normal form of none") { "é".unicode_normalize(:foo) }
t("normal form of latin") { "é".encode("ISO-8859-1").unicode_normalize }
t("scrub") { ["a\xffb".scrub { |b| "<" + b.unpack1("H*") + ">" }, "あ\xa4".b.force_encoding("EUC-JP").scrub.inspect, "a\xd8".dup.force_encoding("UTF-16BE").scrub] }
t("scrub with another") { "a\xff".scrub("é".encode("ISO-8859-1")) }
t("kinds of text") { [[1].inspect, [].inspect, {}.inspect, { a: 1 }.inspect, [:a].inspect, ["a"].inspect, :a.inspect, :é.inspect, nil.inspect, true.to_s, nil.to_s, 1.5.to_s].map { |s| s.encoding.name } }
