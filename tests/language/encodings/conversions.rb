# Conversion between encodings, replacement, pack and unpack, compatibility.
require_relative "../lib/check"

check("integers and friends") { [1.to_s.encoding, 1.5.to_s.encoding, nil.to_s.encoding, true.to_s.encoding, :a.to_s.encoding, [].inspect.encoding, [1].join.encoding, [].join.encoding] }
check("encode") { "é".encode("ISO-8859-1").bytes }
check("encode to and fro") { "é".encode("ISO-8859-1").encode("UTF-8") == "é" }
check("encode undefined") { "あ".encode("ISO-8859-1") }
check("encode invalid") { "\xff".encode("UTF-16LE") }
check("encode binary") { "\xff".b.encode("UTF-8") }
check("encode with replacement") { ["aあ".encode("US-ASCII", undef: :replace), "a\xff".encode("UTF-16LE", invalid: :replace).bytes, "aあ".encode("US-ASCII", fallback: { "あ" => "?!" })] }
check("encode xml") { "<a&\"b\">".encode(xml: :text) + "<a&\"b\">".encode(xml: :attr) }
check("encode newlines") { "a\r\nb\n".encode(universal_newline: true) }
check("utf-16") { ["aé".encode("UTF-16LE").bytes, "a".encode("UTF-16BE").bytes, "a".encode("UTF-32LE").bytes, "😀".encode("UTF-16BE").bytes] }
check("scrub") { ["a\xffb".scrub, "a\xffb".scrub("?"), "a\xffb".scrub { |b| "<#{b.unpack1("H*")}>" }, "ok".scrub] }
check("compatible") { [Encoding.compatible?("a", "b".b), Encoding.compatible?("é", "b".b), Encoding.compatible?("é", "é".b)] }
check("case") { ["É".downcase, "é".upcase, "ß".upcase, "ǆ".capitalize, "ÀÉ".swapcase, "İ".downcase.size, "é".upcase(:ascii), "I".downcase(:turkic)] }
check("inspect") { ["é", "é".b, "\u200e", "\x00", "\xe3\x81", "é".encode("ISO-8859-1")].map(&:inspect) }
check("unpack") { ["é".unpack("U*"), "é".unpack("C*"), [233].pack("U"), [233].pack("U").encoding, [233].pack("C").encoding] }
check("each_grapheme_cluster") { ["e\u0301x".grapheme_clusters.size, "👨‍👩‍👧".grapheme_clusters.size] }
check("ascii_compatible? and dummy?") { [Encoding::UTF_8.ascii_compatible?, Encoding::UTF_16LE.ascii_compatible?, Encoding::UTF_8.dummy?] }
check("ascii_only?") { ["a".ascii_only?, "é".ascii_only?, "a".encode("UTF-16LE").ascii_only?, "".ascii_only?] }
check("magic comment") { eval("# encoding: ascii-8bit\n'a'.encoding") }
check("magic comment, unknown") { eval("# encoding: nope\n1") }
check("bytes methods") { s = "é".dup; [s.setbyte(1, 0xa8), s, s.byteindex("\xa8".b)] rescue $!.class }
