# Literals: flags, interpolation, `o`, variables of named groups.
p(/a/, /a/i, /a/mix, /a/n, /a/u, //, %r{a/b}i, %r(a(b)c), %r[a[b]c])
p(/a/.frozen?, /a#{1}/.frozen?, Regexp.new("a").frozen?)

def literal = /x/
p literal.equal?(literal)
def dynamic(x) = /x#{x}/
p dynamic(1).equal?(dynamic(1)), dynamic(1) == dynamic(1)
def once(x) = /x#{x}/o
p once(1), once(2), once(1).equal?(once(3))
p [1, 2, 3].map { |i| /#{i}/o }

word = "b+"
p(/a#{word}c/, /a#{Regexp.escape(word)}c/, /#{/x/i}y/, /#{}/, /#{1}#{2}/i)
p(/a
b/x, /#{"a\nb"}/)
p(/\//, /[\/]/, %r{\/})
p(/é\u00e9/, /\x00/, /\t	/)
@at = "iv"
$global = "gl"
p(/#@at#$global/)

if /(?<year>\d+)-(?<month>\d+)/ =~ "on 2024-05"
  p year, month
end
/(?<none>x)?y/ =~ "y"
p none
if /(?<gone>x)/ =~ "a"
  p :no
else
  p gone
end
"2024" =~ /(?<not_set>\d+)/
p defined?(not_set)
pattern = /(?<also_not>\d+)/
pattern =~ "1"
p defined?(also_not)
/(?<twice>a)|(?<twice>b)/ =~ "b"
p twice
1.times { /(?<inner>z)/ =~ "z"; p inner }
p defined?(inner)
outer = 1
1.times { /(?<outer>z)/ =~ "z" }
p outer
def result_of_match = (/(?<a>b)/ =~ "ab")
p result_of_match
/(?<Upper>x)(?<ok>y)/ =~ "xy"
p ok

case "value: 12"
when /\Anope/ then p 1
when /(\w+): (\d+)/ then p [$1, $2]
end
case :symbol
when /sym(.*)/ then p $1
end
case nil
when /a/ then p 1
else p :nil_matches_nothing
end
p((1 if "abc" !~ /x/), ("abc" !~ /b/))
p(/a/ === 1, /a/ === :a, /a/ === "b", /a/ === nil)
p [/a/, "a"].include?(/a/), { /a/ => 1 }[/a/], /a/.hash == /a/.hash, /a/.eql?(/a/i)
x = /x/ if true
p x
p(/a/.source.frozen?, /a/i.to_s, "#{/a/mx}")
p __LINE__
