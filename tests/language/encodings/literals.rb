# Encodings of literals, what joining them gives, validity, conversion, and the errors.
require_relative "../lib/check"

check("__ENCODING__") { __ENCODING__ }
check("string") { ["a".encoding, "é".encoding, "".encoding] }
check("escapes") { ["\x41".encoding, "\xff".encoding, "\u00e9".encoding, "\377".encoding] }
check("validity") { ["\xff".valid_encoding?, "é".valid_encoding?, "\xc3\xa9" == "é", "\xc3".valid_encoding?] }
check("symbols") { [:a.encoding, :é.encoding, "a".b.to_sym.encoding] }
check("character literal") { [?a.encoding, ?é.encoding, ?\xff.encoding] }
check("interpolation") { ["#{1}".encoding, "a#{"é"}".encoding, "#{"é".b}".encoding] }
check("words") { %w[a é].map(&:encoding) }
check("b") { ["é".b.encoding, "é".b.size, "é".b.bytes == "é".bytes, "é".b == "é", "a".b == "a"] }
check("force_encoding") { s = "é".dup; [s.force_encoding("BINARY").size, s.encoding, s.force_encoding(Encoding::UTF_8).size] }
check("force_encoding unknown") { "a".dup.force_encoding("NOPE") }
check("unicode_normalize free length") { ["e\u0301".size, "é".size, "e\u0301" == "é"] }
check("concatenation") { [("a" + "é").encoding, ("a".b + "é").encoding, ("é" + "a".b).encoding, ("".b + "é").encoding, ("é" + "").encoding] }
check("concatenation of incompatible") { "é" + "é".b }
check("<< incompatible") { "é".dup << "\xff".b }
check("<< integer") { ["a".dup << 233, "a".b << 233, ("a".dup.force_encoding("US-ASCII") << 200).encoding] }
check("<< integer too large") { "a".dup << 0x110000 }
check("<< negative") { "a".dup << -1 }
check("interpolation of incompatible") { "é#{"\xff".b}" }
check("join of incompatible") { ["é", "\xff".b].join }
check("include? of incompatible") { "é".include?("\xff".b) }
check("== across encodings") { ["é" == "é".b, "a" == "a".encode("US-ASCII"), "é".eql?("é".b), "é".hash == "é".b.hash, "a".hash == "a".b.hash, { "a" => 1 }["a".b]] }
check("size, bytesize, chars") { ["aé日😀".size, "aé日😀".bytesize, "aé日😀".chars, "aé日😀".codepoints, "aé日".bytes.size] }
check("invalid characters") { ["a\xffb".chars, "a\xffb".size, "\xe3\x81".chars.size, "a\xffb".reverse.bytes] }
check("indexing") { s = "aé日😀"; [s[1], s[-1], s[1, 2], s.byteslice(1, 2), s.byteslice(1, 1).valid_encoding?, s.byteindex("日"), s.index("日"), s.getbyte(1)] }
check("casecmp") { ["É".casecmp("é"), "É".casecmp?("é"), "a".casecmp?("A"), "a".casecmp(1)] }
check("ord and chr") { ["é".ord, 233.chr, 233.chr("UTF-8"), 0x65e5.chr(Encoding::UTF_8), "日".ord.to_s(16)] }
check("ord of nothing") { "".ord }
check("ord invalid") { "\xff".ord }
check("dump and undump") { ["é\n\x01".dump, "é\n".dump.undump, "\u{1F600}".dump, "é".b.dump] }
check("tr and delete with wide characters") { ["日本".tr("日", "月"), "aéb".delete("é"), "日本日".count("日"), "aéé".squeeze("é")] }
check("center with wide padding") { "a".center(5, "é日") }
check("succ") { ["é".succ, "az".succ, "あ".succ, "\xff".b.succ, "Zz".succ, "a9".succ, "-".succ, "".succ] }
check("<=>") { ["a" <=> "é", "é" <=> "日", "é" <=> "é".b, "\xff".b <=> "é"] }
check("Encoding names") { [Encoding::UTF_8.name, Encoding::UTF_8.names.include?("CP65001"), Encoding::BINARY.to_s, Encoding::ASCII_8BIT == Encoding::BINARY, Encoding::US_ASCII.inspect, Encoding::BINARY.inspect] }
check("Encoding.find") { [Encoding.find("utf-8"), Encoding.find("BINARY"), Encoding.find(Encoding::UTF_8)] }
check("Encoding.find unknown") { Encoding.find("NOPE") }
check("default_external") { [Encoding.default_internal, Encoding.default_external.class] }
check("magic comment, utf-8") { eval("# -*- coding: utf-8 -*-\n__ENCODING__") }
check("identifiers") { größe = 1; 日本 = 2; größe + 日本 }
check("constants and methods") { eval("class Übung; def größer? = true; end; Übung.new.größer?") }
check("mixed escapes") { eval('"\u00e9\xff"') }
check("hexadecimal") { ["\x1", "\x01", "\x0f", "\u{41}", "\u{1F600 41}", "\1", "\012", "\7a"].map(&:bytes) }
check("control and meta") { ["\C-a", "\c?", "\M-a", "\M-\C-a", "\e", "\s", "\a\b\v\f"].map(&:bytes) }
check("bad unicode escape") { eval('"\u12"') }
check("bad unicode range") { eval('"\u{110000}"') }
check("bad hexadecimal escape") { eval('"\xg"') }
check("surrogate") { eval('"\ud800"') }
check("unknown escapes are themselves") { ["\q", "\.", "\#", "\"", "\'"] }
check("string continuation") { "a\
b" }
check("null bytes") { ["a\0b".size, "a\0b" == "a", "\0".inspect, :"a\0b".size] }
check("bytesplice") { s = "aéb".dup; [s.bytesplice(1, 2, "x"), s] }
check("each_byte and each_char") { ["é".each_byte.to_a, "éa".each_char.to_a, "éa".each_codepoint.to_a] }
check("lines with wide separators") { "a日b日".lines("日") }
check("split") { ["é日é".split("日"), "日本".split(""), "é é".split] }
check("start_with? in the middle of a character") { "é".b.start_with?("\xc3".b) }
check("unicode spaces") { ["\u00a0a".strip.size, "\u3000a".strip.size, " a\0".strip] }
