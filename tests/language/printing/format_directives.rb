# format: each directive with flags, widths and precisions; names; errors.
require_relative "../lib/check"

VALUES = { "d" => [0, 42, -42, 2**70], "x" => [0, 255, -255], "o" => [0, 8, -8], "b" => [0, 5, -5], "f" => [0.0, 3.14159, -2.5, 1e20], "e" => [0.0, 12345.678, -0.00012], "g" => [0.0, 123456.0, 1234567.0, 0.0001, 0.00001], "s" => ["abc", nil, :sym], "p" => ["abc", nil] }.freeze
FLAGS = ["", "-", "0", "+", " ", "#", "+0", "-+"].freeze
VALUES.each do |directive, values|
  FLAGS.each do |flags|
    ["", "8", "8.3", ".0", ".2"].each do |size|
      next if flags == "#" && directive == "s"

      text = "%#{flags}#{size}#{directive}"
      check(text) { values.map { |v| format(text, v) } }
    end
  end
end
{
  "character" => -> { format("%c%c%5c|%-3c|", "x", 97, "y", 0x3042) }, "percent" => -> { format("%%|%5%") }, "percent alone" => -> { format("%") }, "percent at the end" => -> { format("5%") }, "percent and newline" => -> { format("%\n") },
  "star" => -> { format("%*d|%-*d|%.*f", 5, 1, 5, 2, 2, 3.14159) }, "negative star" => -> { format("%*d|", -5, 1) }, "numbered" => -> { format("%2$s %1$s %2$s", "a", "b") }, "numbered star" => -> { format("%1$*2$d", 7, 5) }, "numbered mixed" => -> { format("%1$s %s", "a", "b") }, "numbered after plain" => -> { format("%s %1$s", "a", "b") }, "numbered too far" => -> { format("%3$s", "a") },
  "named" => -> { format("%<a>05.1f %{b} %<b>s", a: 1.25, b: "x") }, "named missing" => -> { format("%<zz>d", a: 1) }, "named default" => -> { format("%{zz}", Hash.new { |_, k| "d#{k}" }) }, "named with a width" => -> { format("%8<a>s|%-8<a>s|%8{a}|", a: "x") }, "named and plain" => -> { format("%<a>s %s", { a: 1 }) }, "named without a hash" => -> { format("%<a>s", 1) }, "unclosed name" => -> { format("%<a", a: 1) },
  "too few" => -> { format("%d %d", 1) }, "too many" => -> { format("%d", 1, 2) }, "malformed" => -> { format("%z", 1) }, "malformed after width" => -> { format("%5y", 1) }, "d of a string" => -> { format("%d %d %d", "12", "0x1f", "0b11") }, "d of a bad string" => -> { format("%d", "12x") }, "d of nil" => -> { format("%d", nil) }, "d of a float" => -> { format("%d %d %d", 3.99, -3.99, 1e20) }, "d of a rational" => -> { format("%d", Rational(7, 2)) }, "d of an array" => -> { format("%d", [1]) }, "d of infinity" => -> { format("%d", Float::INFINITY) },
  "f of integers" => -> { format("%f %.1f", 1, 2**70) }, "f of a string" => -> { format("%f", "2.5") }, "f of a bad string" => -> { format("%f", "x") }, "f of nil" => -> { format("%f", nil) }, "f of nan" => -> { format("%f|%+f|%08f|%-8f|", Float::NAN, Float::INFINITY, -Float::INFINITY, Float::NAN) }, "big precision" => -> { format("%.30f", 0.1) }, "rounding" => -> { format("%.0f %.0f %.0f %.0f %.1f %.1f %.2f", 0.5, 1.5, 2.5, -0.5, 0.25, 0.35, 1.005) },
  "i and u" => -> { format("%i %u %u", 5, 6, -6) }, "E, G, X, B, A" => -> { format("%E %G %X %B %A", 12345.678, 1e-10, 255, 5, 1.0) }, "a" => -> { format("%a %a %a %.2a", 1.0, -0.1, 0.0, 3.14159) }, "#x of zero" => -> { format("%#x %#o %#b %#X %#B", 0, 0, 0, 255, 5) }, "space x of negative" => -> { format("% x % b % o", -255, -5, -8) }, "plus x of negative" => -> { format("%+x %+b %+o", -255, -5, -8) }, "x with precision" => -> { format("%.5x %.5b %#.5x", 255, 5, 255) }, "negative x with width" => -> { format("%8x|%08x|%-8x|", -255, -255, -255) },
  "s with precision" => -> { format("%.2s|%5.1s|%-5.3s|%.0s|", "abc", "abc", "abcdef", "abc") }, "s of utf-8" => -> { format("%5s|%-5s|%.1s|", "é", "日本", "日本") }, "c of utf-8" => -> { format("%c%c", "日本", 0x1F600) }, "c of an empty string" => -> { format("%c|", "") }, "c of nil" => -> { format("%c", nil) }, "p with width" => -> { format("%8p|%-8p|%.2p|", nil, :a, "abc") },
  "String#%" => -> { ["%d" % 1, "%d-%d" % [1, 2], "%s" % nil, "%s" % [nil], "%s" % [[1, 2]], "%p" % [[1]], "%{a}" % { a: 1 }, "x" % []] }, "Kernel#sprintf" => -> { sprintf("%03d", 7) }, "no arguments" => -> { format }, "not a string" => -> { format(5) }, "encoding" => -> { format("%s", "é").encoding }, "frozen result" => -> { format("a").frozen? }, "width of the sign" => -> { format("%05d|%+05d|%5d|%-5d|% 05d", -3, 3, -3, -3, 3) }, "repeated flags" => -> { format("%++d|%--5d|%00005d", 1, 2, 3) }, "huge width" => -> { format("%99999999999999d", 1) },
}.each { |label, code| check(label, &code) }
