# Searching, taking out and taking apart.
def attempt
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end

p "hello" =~ /l+/, "hello" =~ /x/, "日本語" =~ /語/
attempt { "a" =~ "a" }
p "a" =~ nil
attempt { "a" =~ 1 }
p "hello".match(/l(.)/), "hello".match("l+"), "hello".match(/l/, 3), "hello".match(/h/, 1), "hello".match?("l"), "hello".match?(/l/, -1)
attempt { "a".match(1) }
attempt { "a".match?(nil) }
attempt { "a".match("(") }

p "hello"[/l+/], "hello"[/x/], "hello"[/(h)(e)/, 1], "hello"[/(h)(x)?/, 2], "hello"[/(?<a>e)(?<b>l)/, :b], "hello"[/(?<a>e)/, "a"]
p "hello"[/(h)(e)/, -1], "hello"[/(h)/, 5], "hello".slice(/l./), "hello".slice(/(l)(.)/, 2)
attempt { "hello"[/(?<a>e)/, :x] }
attempt { "hello"[/e/, "x"] }
attempt { "hello"[/e/, nil] }
s = +"hello world"
s[/o (w)/] = "0-"
p s
s[/(l+)(0)/, 2] = "O"
p s
s[/(?<x>h)/, "x"] = "J"
p s
attempt { s[/zzz/] = "" }
attempt { s[/J/, 3] = "" }
attempt { s[/(J)(q)?/, 2] = "" }
attempt { "abc".freeze[/a/] = "b" }
p s.slice!(/l+/), s, s.slice!(/zzz/), s.slice!(/(O)(.)/, 2), s

p "hello".index(/l/), "hello".index(/l/, 3), "hello".index(/l/, -2), "hello".index(/x/), "hello".index(/l/, 9), "hello".index(//, 5), "hello".index(//, 6)
p "hello".rindex(/l/), "hello".rindex(/l/, 2), "hello".rindex(/l/, -3), "hello".rindex(/x/), "hello".rindex(//), "hello".rindex(/h/, -9)
p "日本日本".index(/本/, 2), "日本日本".rindex(/日/), "日本".byteindex(/本/), "日本日".byterindex(/日/), "日本".byteindex(/日/, 3)
attempt { "日本".byteindex(/日/, 1) }
attempt { "abc".index(1) }
p "hello".start_with?(/he/), "hello".start_with?(/l/), "hello".start_with?("x", /h./), "hello".start_with?(/^h/)
attempt { "a".end_with?(/a/) }
p "hello".partition(/l+/), "hello".partition(/x/), "hello".rpartition(/l/), "hello".rpartition(/x/), "a1b2".rpartition(/\d/), "abc".partition(//)
p "hello".include?("ell")
attempt { "hello".include?(/e/) }

puts "-- scan"
p "hello world".scan(/o/), "hello world".scan(/(l)(.)/), "hello".scan(/x/), "a1b2".scan(/[a-z]\d/), "hello".scan("l"), "abc".scan(//), "éa".scan(/./)
p "k1=v1;k2=v2".scan(/(\w+)=(\w+)/).to_h, "ab".scan(/(?<x>.)/), "a,b".scan(/(\w)(,)?/)
p "abc".scan(/./) { |c| print c }, "a1b2".scan(/(.)(\d)/) { |a, b| print a, b }
p "aXbX".scan(/[a-z](?=X)/), "foobar".scan(/(?:)/).size, "日本語".scan(/\p{Han}/)
attempt { "a".scan(1) }
attempt { "a".scan(nil) }

puts "-- split"
p "a,b;c".split(/[,;]/), "a, b,c".split(/,\s*/), "abc".split(//), "a1b2c".split(/\d/), "a1b2c".split(/(\d)/), "".split(/,/), "abc".split(/x/)
p "a,b,,".split(/,/), "a,b,,".split(/,/, -1), "a,b,c,d".split(/,/, 2), "a,b".split(/,/, 1), ",a".split(/,/), "a b  c".split(/ /), "a b  c".split(" ")
p "abc".split(//, 2), "日本語".split(//), "a-b_c".split(/(-)|(_)/), "aXbXc".split(/X/i), "hi there".split(/(?=t)/), "1, 2, 3".split(/,\s*/).map(&:to_i)
p "abc".split(/b/) { |x| print x }, "abc".split(/(?<x>b)/), "a\nb\n".split(/^/), "a  b".split(/\s/), "aaa".split(/a/), "aaa".split(/a/, -1), "xay".split(/(x)|a/)
p " a b ".split(/\s+/), "a,b".split(/,/, 0), "abc".split(/$/), "abab".split(/(?<=b)/)
attempt { "a".split(1) }

puts "-- symbols and others"
p :hello =~ /l/, :hello.match(/l/), :hello.match?(/x/), :hello[/l+/], :a_b[/_(.)/, 1]
p %w[a1 b c3].grep(/\d/), %w[a1 b c3].grep_v(/\d/), %w[a1 b c3].grep(/(\d)/) { $1.to_i }, (1..3).grep(2..), [:a, :b, nil, 1].grep(/a/)
p %w[a b].index { |x| x =~ /b/ }, %w[ab cd].find { _1.match?(/c/) }, %w[x1 y2].map { |s| s[/\d/] }, %w[b a].sort_by { |s| s[/./] }
p %w[x1 x2].partition { /1/ =~ _1 }, %w[a b c].slice_when { |a, b| b =~ /b/ }.to_a, "a b".each_char.select { |c| c =~ /\w/ }
p %w[k1 v1].each_slice(2).to_h, "x=1".then { |s| s =~ /=/ ? [$`, $'] : nil }, [/a/, /b/].map { |r| r =~ "cab" }
