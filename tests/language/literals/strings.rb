p "plain", 'single', "tab\tnl\nquote\"slash\\"
p 'it''s', 'a\nb', 'it\'s', 'back\\slash'
p "a" "b" 'c'
p "\e\a\b\v\f\r\0"
p "\x41\u0042\u{43 44}\103"
p %q(single (nested) 'quotes'), %Q(double #{1 + 1}), %(paren #{"in"})
p %[a b], %{c d}, %<e f>, %|g h|
p "#", "#a", "\#{x}", '#{x}'
p "é".size, "é".bytesize, "日本語".length
p "日本語", "tab\u0009"
p "".empty?, "".size
p "a\
b"
