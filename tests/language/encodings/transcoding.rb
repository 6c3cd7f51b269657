# String#encode: its options, what cannot be converted, and the errors.
def t(label)
  result = yield
  puts "#{label}: #{result.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

t(2) { "あ".encode("Windows-1252") }
t(3) { "あ".encode("Windows-1252", "EUC-JP") }
t(4) { "あ".encode("windows-874") }
t(5) { "あ".encode("TIS-620") }
t(6) { "é".encode("Windows-31J") }
t(7) { "あ".encode("KOI8-R") }
t(8) { "あ".encode("IBM437") }
t(9) { "あ".encode("macRoman") }
t(10) { "\x81".dup.force_encoding("Windows-1250").encode("utf-8") }
t(11) { "\xa5".dup.force_encoding("ISO-8859-3").encode("utf-8") }
t(12) { "\xdb".dup.force_encoding("TIS-620").encode("utf-8") }
t(13) { "\x81".dup.force_encoding("Windows-874").encode("utf-8") }
t(14) { "\xd2".dup.force_encoding("IBM857").encode("utf-8") }
t(15) { "\xd5".dup.force_encoding("CP857").encode("utf-8") }
t(16) { "\xff".dup.force_encoding("macTurkish").encode("utf-8") }
t(17) { "é".encode("UTF-16LE", "Foo") }
t(18) { "é".encode("EUC-JP", "ISO-8859-1") }
t(19) { "é".encode("Foo", invalid: :replace) }
t(20) { "é".encode(nil) }
t(21) { "é".encode(3) }
t(22) { "é".encode("UTF-8", invalid: :foo) }
t(23) { "é".encode("US-ASCII", undef: :foo) }
t(24) { "é".encode("US-ASCII", xml: :foo) }
t(25) { "é".encode("US-ASCII", newline: :foo) }
t(26) { "é".encode("US-ASCII", newline: "lf") }
t(27) { "é\n".encode("US-ASCII", newline: :crlf, undef: :replace) }
t(28) { "a\r\nb\rc\n".encode(newline: :universal) }
t(29) { "a\r\nb\rc\n".encode(newline: :lf) }
t(30) { "a\r\nb\rc\n".encode(newline: :cr) }
t(31) { "a\r\nb\rc\n".encode(newline: :crlf) }
t(32) { "a\r\nb\rc\n".encode(universal_newline: true) }
t(33) { "a\r\nb\rc\n".encode(crlf_newline: true) }
t(34) { "a\r\nb\rc\n".encode(cr_newline: true) }
t(35) { "a\r\nb\rc\n".encode(lf_newline: true) }
t(36) { "a\r\nb\rc\n".encode(universal_newline: true, crlf_newline: true) }
t(37) { "é<&>\"あ".encode("ISO-8859-1", xml: :text) }
t(38) { "é<&>\"あ".encode("ISO-8859-1", xml: :attr) }
t(39) { "é<&>\"あ".encode("UTF-16LE", xml: :attr) }
t(40) { "é<&>\"あ".encode("UTF-16LE").encode("UTF-16BE",xml: :attr) }
t(41) { "é<&>\"あ".encode("US-ASCII", xml: :text, undef: :replace) }
t(42) { "aéb".encode("US-ASCII", fallback: ->(c) { "<#{c}>" }) }
t(43) { "aéb".encode("US-ASCII", fallback: ->(c) { "<#{c.ord}>" }) }
t(44) { "aéb".encode("US-ASCII", fallback: {}) }
t(45) { "aéb".encode("US-ASCII", fallback: 3) }
t(46) { "aéb".encode("US-ASCII", fallback: "é".method(:dump)) rescue p $! }
t(47) { "aéb".encode("US-ASCII", fallback: ->(c) { 3 }) }
t(48) { "aéb".encode("US-ASCII", undef: :replace, replace: "é") }
t(49) { "aéb".encode("US-ASCII", undef: :replace, replace: "xyz") }
t(50) { "aéb".encode("US-ASCII", undef: :replace, replace: 3) }
t(51) { "a\xffb\xe3\x81".encode("UTF-8", invalid: :replace) }
t(52) { "a\xffb\xe3\x81".encode("UTF-8", invalid: :replace, replace: "") }
t(53) { "a\xffb\xe3\x81c".encode("UTF-16LE", invalid: :replace) }
t(54) { "a\xffb\xe3\x81c".encode("US-ASCII", invalid: :replace) }
t(55) { "a\xffb".encode("UTF-8") }
t(56) { "a\xffb".encode("UTF-8", "UTF-8") }
t(57) { "a\xffb".b.encode("UTF-8", invalid: :replace, undef: :replace) }
t(58) { "a\xffb".b.encode("UTF-8", invalid: :replace, undef: :replace, replace: "") }
t(59) { "é".b.encode("UTF-8", "ISO-8859-1") }
t(60) { "é".encode!("ISO-8859-1").bytes }
t(61) { "é".freeze.encode!("ISO-8859-1") }
t(62) { "abc".encode("EUC-JP").encoding }

def fails(text, from, to = "UTF-8")
  text.dup.force_encoding(from).encode(to)
  puts "#{from} to #{to}: fine"
rescue EncodingError => e
  print e.class, " ", e.message, " "
  case e
  when Encoding::InvalidByteSequenceError then p [e.error_bytes, e.readagain_bytes, e.incomplete_input?, e.source_encoding_name, e.destination_encoding_name]
  when Encoding::UndefinedConversionError then p [e.error_char, e.source_encoding_name, e.destination_encoding_name, e.source_encoding.name, e.destination_encoding.name]
  else puts
  end
end
fails "\xDC\x00\x00a".b, "UTF-16BE"
fails "\xD8\x00\x00a".b, "UTF-16BE"
fails "\xD8\x00a".b, "UTF-16BE"
fails "\xD8\x00".b, "UTF-16BE"
fails "\xD8".b, "UTF-16BE"
fails "\x00\xDCa\x00".b, "UTF-16LE"
fails "\x00\xD8a\x00".b, "UTF-16LE"
fails "\x00\xD8a".b, "UTF-16LE"
fails "a".b, "UTF-16LE"
fails "\x00\x11\x00\x00".b, "UTF-32BE"
fails "\x00\x00\xD8\x00".b, "UTF-32BE"
fails "\x01\x00\xD8\x00".b, "UTF-32BE"
fails "\x00\x00\x11\x00".b, "UTF-32LE"
fails "\x00\xd8\x00\x00".b, "UTF-32LE"
fails "\x00\x00\x00".b, "UTF-32LE"
fails "\x82 ".b, "Shift_JIS"
fails "\x82".b, "Shift_JIS"
fails "\x80a".b, "Shift_JIS"
fails "\xA4a".b, "EUC-JP"
fails "\x8f\xb0a".b, "EUC-JP"
fails "\x8e\xe0a".b, "EUC-JP"
fails "\x81\x30a".b, "GB18030"
fails "\xed\xa0\x80".b, "UTF-8", "UTF-16LE"
fails "\xf0\x80".b, "UTF-8", "UTF-16LE"
fails "\xe3\x81".b, "UTF-8", "EUC-JP"
fails "\xe3\x81a".b, "UTF-8", "EUC-JP"
fails "あ", "UTF-8", "US-ASCII"
fails "あ", "UTF-8", "BINARY"
fails "\xff".b, "BINARY", "UTF-8"
fails "\xff".b, "BINARY", "EUC-JP"
fails "\xff".b, "US-ASCII", "UTF-8"
fails "\x81".b, "Windows-1252", "UTF-8"
fails "\x81".b, "Windows-1252", "EUC-JP"
fails "\xA4\xA2".b, "EUC-JP", "ISO-8859-1"
fails "\xA4\xA2".b, "EUC-JP", "Shift_JIS"
fails "\xFE\xFE".b, "EUC-JP", "UTF-16LE"
fails "\xE9".b, "ISO-8859-1", "US-ASCII"
fails "\u{1f600}", "UTF-8", "ISO-8859-1"
fails "\u{1f600}".encode("UTF-16LE"), "UTF-16LE", "ISO-8859-1"
fails "a", "UTF-8", "Foo"
fails "a", "UTF-8", "EUC-TW"
fails "é", "UTF-8", "EUC-TW"
fails "é", "UTF-8", "UTF-7"
fails "a\0".b, "UTF-16"
