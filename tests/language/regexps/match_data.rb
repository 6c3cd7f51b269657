# MatchData.
m = /(\d+)-(?:x|(y))(z)?/.match("é12-yb")
p m, m.to_a, m.captures, m.to_s, m.size, m.length
p m[0], m[1], m[3], m[-1], m[-2], m[9], m[1, 2], m[1..], m[0..1], m[-3, 2]
p m.begin(0), m.end(0), m.offset(0), m.offset(3)
p m.byteoffset(0), m.bytebegin(0), m.byteend(0), m.byteoffset(3), m.bytebegin(3)
p m.pre_match, m.post_match
p m.string, m.string.frozen?, m.regexp
p m.values_at(0, 2, -2), m.values_at(1..2), m.values_at
p m.names, m.named_captures
p m.match(1), m.match(3), m.match_length(1), m.match_length(3)
p m.deconstruct

n = /(?<a>.)(?<b>.)?(?<c>x)?/.match("pq")
p n, n.names, n.named_captures, n.named_captures(symbolize_names: true)
p n[:a], n["b"], n[:c], n[1], n.begin(:a), n.end("b"), n.offset(:c), n.byteoffset(:a)
p n.values_at(:a, "b"), n.captures
p n.deconstruct_keys([:a, :b]), n.deconstruct_keys(nil), n.deconstruct_keys([:a, :nope, :b]), n.deconstruct_keys([])
def attempt
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end
attempt { n[:nope] }
attempt { n["nope"] }
attempt { n.begin(:nope) }
attempt { m.begin(9) }
attempt { m.offset(-1) }
attempt { m.byteoffset(7) }
attempt { m.match(8) }
attempt { n.deconstruct_keys(1) }
attempt { n.deconstruct_keys(["a"]) }
attempt { m[nil] }
attempt { m["x"] }
attempt { MatchData.new }
attempt { MatchData.allocate }

p m == /(\d+)-(?:x|(y))(z)?/.match("é12-yb"), m == n, m.eql?(m.dup), m != 1
p(/(?<x>a)|(?<x>b)/.match("b")[:x], /(?<x>a)|(?<x>b)/.match("a")[:x])
p(/(?<x>a)(?<x>b)/.match("ab")[:x], /(?<x>a)(?<x>b)/.match("ab").named_captures, /(?<x>a)(?<x>b)/.match("ab"))
text = +"abc"
found = /b/.match(text)
text << "d"
text[0] = "X"
p found.string, found.pre_match, found.post_match
"abc".sub("b") { p $~.regexp, $~.names, $~.captures; "" }
p(/a/.match("xa", 1), /a/.match("xa", 2), /a/.match("xa", -1), /^a/.match("xa", 1), /a/.match("xa", -5))
p(/(?<=x)a/.match("xa", 1), /\Ga/.match("xa", 1), /\Aa/.match("xa", 1))
p(/a/.match("b") { 1 }, /a/.match("a") { |x| x[0] * 2 }, "a".match("a") { |x| x.begin(0) })
p(/a/.match(nil), /a/.match(:bar), $~)
