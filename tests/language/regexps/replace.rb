# sub and gsub.
def attempt
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end

p "hello".sub(/l/, "L"), "hello".gsub(/l/, "L"), "hello".sub(/x/, "y"), "hello".gsub(/x/, "y")
p "john smith".gsub(/(\w+) (\w+)/, '\2 \1'), "a-b".sub(/-/, '[\0|\&|\`|\\\'|\\\\]')
p "a-b".gsub(/(?<l>\w)-(?<r>\w)/, '\k<r>-\k<l>'), "ab".gsub(/(a)(b)?/, '<\1\2\3\9>')
p "abc".gsub(/b/, '\q\\'), "abc".gsub(/b/, "\\\\"), "abc".gsub(/b/, '\\\\\\\\'), "abc".gsub("b", '<\0>'), "abc".sub("b", '\1')
p "abc".gsub(/x*/, "-"), "".gsub(/x*/, "-"), "éa".gsub(/x*/, "-"), "abc".gsub(/b*/, "-"), "abc".gsub("", "-")
p "hello".gsub(/[el]/, "e" => "3", "l" => 1), "hello".gsub(/[el]/, Hash.new { |h, k| k.upcase }), "hello".sub(/l/, "l" => nil)
p "hello".gsub(/l/) { |m| m.upcase }, "hello".sub(/(l)(.)/) { $2 + $1 }, "hello".gsub(/l/) { 1 }, "hello".gsub(/l/) { nil }
p "hello".gsub(/l/).with_index.map { |m, i| [m, i] }, "hello".gsub(/l/).with_index { |m, i| "#{m}#{i}" }
p "hello".gsub("l") { |m| m * 2 }, "a.b.c".gsub(".", "-"), "a.b.c".gsub(".") { "+" }
p "日本語".gsub(/本/, "x"), "日本語".gsub(/./) { |c| c + "." }, "ÀÉ".gsub(/é/i, "e")
s = +"hello"
p s.sub!(/l/, "L"), s.sub!(/x/, ""), s.gsub!(/L|l/) { |c| c.swapcase }, s.gsub!(/x/, ""), s
p s.gsub!(/(.)/, '\1\1'), s
attempt { "abc".freeze.sub!(/b/, "") }
attempt { "abc".freeze.gsub!(/z/, "") }
attempt { "abc".sub(/b/) }
attempt { "abc".gsub(1, "") }
attempt { "abc".sub(/b/, 1) }
attempt { "abc".gsub(/(?<a>b)/, '\k<x>') }
attempt { "abc".sub(nil, "") }
p "a1b22".gsub(/\d+/) { |d| (d.to_i + 1).to_s }, "x".gsub(/x/, "\\\\x"), 'a\b'.gsub("\\", "\\\\\\\\")
p "path/to".gsub("/", "::"), "CamelCaseString".gsub(/([A-Z])/) { "_" + $1.downcase }, "snake_case".gsub(/_(\w)/) { $1.upcase }
p "aaa".sub(/a/, "b").sub(/a\z/, "c"), "a b  c".gsub(/\s+/, " "), " x ".gsub(/\A\s+|\s+\z/, "")
p "line1\nline2".gsub(/^/, "> "), "line1\nline2\n".gsub(/$/, ";"), "abc".gsub(/(?=b)/, "|"), "abc".gsub(/(?<=b)/, "|")
p "1234567".gsub(/(\d)(?=(\d{3})+$)/, '\1,'), "abcabc".gsub(/(a)(?=b)/, "x")
p "test".gsub(/t/, "t" => "T"), "ab".gsub(/a|b/, "a" => "b", "b" => "a"), "cat".gsub(/[aeiou]/, "*")
class S < String; end
p S.new("abc").gsub(/b/, "x").class, S.new("abc").sub(/b/, "x").class
p "abc".gsub(/b/, "é").encoding, "abc".b.gsub(/b/, "é").encoding, "caf\u00e9".gsub(/f/, "F".b)
o = Object.new
def o.to_str = "b"
p "abc".sub(o, "x"), "abc".gsub(/b/, o)
p :sym.to_proc.call("x") rescue p $!.class
p "%d-%s" .gsub(/%[ds]/) { |m| m == "%d" ? "1" : "a" }
p "ab12cd".tr("a-d", "x").sub(/(?<num>\d+)/) { $~[:num].to_i * 2 }
big = "a" * 1000
p big.gsub(/a/, "bc").size, big.gsub(/a{3}/, "").size, big.gsub(/(a)(a)/) { $2 }.size
