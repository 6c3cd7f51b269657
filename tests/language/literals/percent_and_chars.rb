# Percent forms, characters, escapes.
x = 5
p %w[a b #{x} c\ d], %W[a #{x}b c\ d #{x}#{x}], %i[a b], %I[a#{x} b]
p %q(single #{x} (nested)), %Q(double #{x} (nested)), %(plain #{x}), %q[a], %<b>, %{c}, %|d|, %!e!
p %s(sym bol), %w(), %i(), %w(a
b)
p ?a, ?\n, ?\s, ?é, ?\u00e9, ?\x41, ?\101, ?\C-a, ?\M-a.bytes, ?a + ?b, ?あ
p "\a\b\e\f\n\r\s\t\v\0", "\x41\u0042\u{43 44}\103", "\C-a\M-a".bytes, "\c?", "\q\"\'\#{}"
p '\a\'\\', 'a
b'
p "\u{1F600}", "\u00e9".length
p :a, :"a b", :'c #{x}', :"d#{x}", :+, :[]=, :a?, :b!, :c=, :@i, :@@c, :$g, :A, :"9", :""
p({ a: 1, "b c": 2, "d#{x}": 3, :e => 4, "f" => 5, nil => 6, 1..2 => 7 })
p [1, 2, *[3, 4], 5, *nil, *1..2], [*"a".."c"], [*nil], [*1]
p 1_000, 0x1F, 0b101, 0o17, 017, 0d10, 1e3, 1.5e-3, 1_0.0_1, 123456789012345678901234567890
p 1..2, 1...2, (1..), (..2), (nil..nil), ("a".."c"), (1..nil).end, 1.0..2.0
p "é".encoding, "a".encoding, :a.encoding, :é.encoding, "\xff".encoding, "\u00e9".encoding, "".encoding
p "abc" "def", 'a' 'b' "c#{x}"
p "#{}", "#{nil}", "#{1}#{2}", "a#{"b#{"c"}"}"
p "%d %s" % [1, "a"], "a" * 3
a = b = c = 3
p a, b, c
p [a, b,
   c,
]
p({ a:, b: })
p :"foo#{1}bar".class, %s(a).class
p -2 ** 2, (-2) ** 2, 2 ** -1, -2.0 ** 2, - 2, +3, -x, !x, ~x
p 10.fdiv(4), 7 / 2, -7 / 2, 7 % 3, -7 % 3, 7.remainder(-3)
