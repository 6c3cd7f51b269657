# Source text in other encodings, as a comment declares it: literals, escapes, names.
def t(label)
  result = yield
  puts "#{label}: #{result.inspect}"
rescue Exception => e
  puts "#{label}: #{e.class}: #{e.message}"
end

def source(name, text) = eval("# encoding: #{name}\n".b.force_encoding(name) + text.encode(name))

t("string") { s = source("EUC-JP", "'あ'"); [s, s.encoding.name] }
t("__ENCODING__") { %w[EUC-JP Shift_JIS ISO-8859-1 Windows-1252 US-ASCII].map { |name| source(name, "__ENCODING__").name } }
t("escape") { s = source("ISO-8859-1", "\"\\xe9\""); [s, s.encoding.name] }
t("unicode escape") { s = source("ISO-8859-1", "\"\\u00e9\""); [s, s.encoding.name] }
t("symbol") { s = source("EUC-JP", ":あ"); [s, s.encoding.name] }
t("ascii symbol") { source("EUC-JP", ":a").encoding }
t("interpolated") { s = source("EUC-JP", "\"あ\#{1}\""); [s, s.encoding.name] }
t("array of words") { source("Shift_JIS", "%w[表 b]").map { |s| [s, s.encoding.name] } }
t("regexp") { r = source("EUC-JP", "/あ/"); [r.encoding.name, r =~ "xあ".encode("EUC-JP"), r] }
t("heredoc") { s = source("Shift_JIS", "<<A\n表\nA\n"); [s, s.encoding.name] }
t("emacs") { eval("# -*- coding: euc-jp -*-\n''.encoding").name }
t("vim") { eval("# vim: set fileencoding=shift_jis :\n''.encoding").name }
t("unknown") { eval("# encoding: nope\n1") }
t("wide") { eval("# encoding: utf-16le\n1") }
t("suffix") { eval("# encoding: utf-8-unix\n''.encoding") }
t("binary") { s = eval("# encoding: binary\n\"\\xff\""); [s, s.encoding] }
t("ascii") { s = eval("# encoding: us-ascii\n\"\\xff\""); [s, s.encoding] }
t("ascii with a unicode escape") { s = eval("# encoding: us-ascii\n\"\\u00e9\""); [s, s.encoding] }
