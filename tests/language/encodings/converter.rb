# Conversions that go on over several texts: pieces, errors, paths, buffers.
def t(label)
  puts "#{label}: #{yield.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end
C = Encoding::Converter
t("convert") { C.new("UTF-8", "EUC-JP").convert("あ") }
t("in pieces") { c = C.new("EUC-JP", "UTF-8"); [c.convert("\xa4"), c.convert("\xa2"), c.finish] }
t("incomplete at the end") { c = C.new("EUC-JP", "UTF-8"); c.convert("\xa4"); c.finish }
t("undefined") { C.new("UTF-8", "ISO-8859-1").convert("あ") }
t("undefined replaced") { C.new("UTF-8", "ISO-8859-1", undef: :replace).convert("aあ") }
t("invalid") { C.new("UTF-8", "ISO-8859-1").convert("a\xffb") }
t("newlines") { C.new("", "", universal_newline: true).convert("a\r\nb\r") }
t("crlf") { C.new("UTF-8", "UTF-16LE", crlf_newline: true).convert("a\n").bytes }
t("xml") { C.new("UTF-8", "US-ASCII", xml: :text).convert("<é>") }
t("encodings") { c = C.new("UTF-8", "EUC-JP"); [c.source_encoding.name, c.destination_encoding.name] }
t("convpath") { [C.new("ISO-8859-1", "EUC-JP").convpath.map { |p| p.map(&:name) }, C.search_convpath("UTF-8", "EUC-JP").map { |p| p.map(&:name) }, C.search_convpath("ISO-8859-1", "EUC-JP", crlf_newline: true).last] }
t("none") { C.new("UTF-8", "xyz") }
t("replacement") { c = C.new("UTF-8", "US-ASCII", undef: :replace); a = c.replacement; c.replacement = "<?>"; [a, c.convert("é"), C.new("EUC-JP", "UTF-8").replacement] }
t("asciicompat") { [C.asciicompat_encoding("UTF-16BE"), C.asciicompat_encoding("UTF-8"), C.asciicompat_encoding("xyz")] }
t("last error") { c = C.new("UTF-8", "ISO-8859-1"); [c.last_error, c.primitive_convert(+"あb", +""), c.last_error.class, c.last_error.message, c.primitive_errinfo] }
t("primitive") { c = C.new("UTF-8", "EUC-JP"); s = +"あx"; d = +""; [c.primitive_convert(s, d), s, d, d.encoding.name, c.primitive_errinfo] }
t("primitive invalid") { c = C.new("UTF-8", "EUC-JP"); s = +"a\xffb"; d = +""; [c.primitive_convert(s, d), s, d, c.primitive_errinfo, c.primitive_convert(s, d), d] }
t("primitive incomplete") { c = C.new("UTF-8", "EUC-JP"); s = +"a\xe3"; d = +""; [c.primitive_convert(s, d), c.primitive_errinfo] }
t("primitive partial") { c = C.new("UTF-8", "EUC-JP"); s = +"a\xe3"; d = +""; [c.primitive_convert(s, d, nil, nil, partial_input: true), s, d, c.primitive_convert(+"\x81\x82", d), d] }
t("insert output") { c = C.new("UTF-8", "ISO-8859-1"); s = +"あb"; d = +""; c.primitive_convert(s, d); c.insert_output("?"); [c.primitive_convert(s, d), d] }
t("putback") { c = C.new("UTF-8", "ISO-8859-1"); s = +"\xe3a"; d = +""; [c.primitive_convert(s, d), c.primitive_errinfo, c.putback, s] }
t("equal") { C.new("UTF-8", "EUC-JP") == C.new("UTF-8", "EUC-JP") }
t("inspect") { C.new("UTF-8", "EUC-JP") }
t("constants") { C.constants.sort.map { |c| [c, C.const_get(c)] } }
t("flags") { C.new("UTF-8", "US-ASCII", C::UNDEF_REPLACE).convert("é") }
t("path") { C.new([["UTF-8", "EUC-JP"], "crlf_newline"]).convert("あ\n") }
