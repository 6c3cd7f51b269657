p "\u00e9\u{65e5 672c}", "\x00\x7f", "\101\60", "\C-a\M-a".bytes, "\s|\d|\q", 'a\tb', "a\
b", "\\n", '\\n', "tab:\t|", "\u{1F600}".size
p "\1\2\3", "\377".bytes, "\xE3\x81\x82", "\e[0m".size, "a\0b".size, "\r\n".bytes
p %q(a\)b), %q(\\ \n), %Q(\t#{1}\)), %w(a\ b c\n), %W(a\tb #{"x y"}), %i(a b), 'don''t'
