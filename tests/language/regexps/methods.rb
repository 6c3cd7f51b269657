# Regexp: making and asking.
def attempt
  p yield
rescue StandardError => error
  puts "#{error.class}: #{error.message}"
end

p Regexp.new("a.b"), Regexp.new("a", Regexp::IGNORECASE), Regexp.new("a", "mx"), Regexp.new("a", true), Regexp.new("a", nil)
p Regexp.new(/a/i), Regexp.compile("x+", 4), Regexp.new("a/b"), Regexp.new("a\\/b"), Regexp.new("a\nb")
p Regexp::IGNORECASE, Regexp::EXTENDED, Regexp::MULTILINE, Regexp::FIXEDENCODING, Regexp::NOENCODING
attempt { Regexp.new("a", "z") }
attempt { Regexp.new("a", "mz") }
attempt { Regexp.new(1) }
attempt { Regexp.new }
attempt { Regexp.new("a", 1, 2) }
attempt { Regexp.new("a", timeout: -1) }
attempt { Regexp.new("a", timeout: 0) }
attempt { Regexp.new("a", timeout: 2).timeout }
attempt { Regexp.timeout }
attempt { Regexp.timeout = -1 }
attempt { Regexp.timeout = 3; Regexp.timeout }
Regexp.timeout = nil
attempt { Regexp.allocate.source }
attempt { /a/.send(:initialize, "b") }

p(/a/.source, /a/mix.options, /a/.options, /é/.options, /a/n.options, /a/u.options)
p(/a/i.casefold?, /a/.casefold?)
p(/a/.to_s, /a/mix.to_s, /a/i.to_s, /(?i:a)/.to_s, /(?i:a)(b)/.to_s, /(?m-i:a)/x.to_s, %r{/}.to_s)
p(/(?<a>.)(?<b>.)(?<a>.)/.names, /(?<a>.)(?<b>.)(?<a>.)/.named_captures, /(.)/.names, /(.)/.named_captures)
p(/a/ == /a/, /a/ == /a/i, /a/ == "a", /a/.eql?(/a/), /a/ == /a/n, /é/ == Regexp.new("é"))
p(/a/.encoding, /é/.encoding, /a/u.encoding, /a/n.encoding, /\xff/n.encoding, /\u00e9/.encoding)
p(/a/.fixed_encoding?, /é/.fixed_encoding?, /a/u.fixed_encoding?, /\xff/n.fixed_encoding?)
p(/a/.dup, /a/.dup.frozen?, /a/.clone.frozen?, Regexp.new("a").dup == /a/)

puts Regexp.escape("a.b*c?[d](e){f}^$|\\+-# \n\t\r\f\vé/&~"), Regexp.quote("x y"), Regexp.escape(:"a.b")
p Regexp.escape("a").encoding, Regexp.escape("é").encoding
attempt { Regexp.escape(1) }
p Regexp.union, Regexp.union("a.b"), Regexp.union(/a/i), Regexp.union("a", /b/i, "c."), Regexp.union(["x", /y/]), Regexp.union([])
attempt { Regexp.union(1) }
attempt { Regexp.union("a", :b) }
p Regexp.union(:b)
p Regexp.try_convert(/a/), Regexp.try_convert("a")
p Regexp.linear_time?(/a+/), Regexp.linear_time?("(a)\\1"), Regexp.linear_time?(/(?<n>a\g<n>?)/)

p(/b/ =~ "abc", /b/ =~ :abc, /b/ =~ nil, /x/ =~ "abc")
attempt { /a/ =~ 1 }
p(/b/ === "abc", /b/ === 1, /b/ === nil, /b/ === Object.new)
p(/b/.match?("abc"), /b/.match?("abc", 2), /b/.match?(nil), /b/.match?(:b), /b/.match?("abc", -2), /b/.match?("b", 5))
attempt { /a/.match?(1) }
attempt { /a/.match(1) }
attempt { /a/.match }
attempt { /a/.match("a", "b") }
o = Object.new
def o.to_str = "xbx"
p(/b/ =~ o, /b/ === o, /b/.match(o), /b/.match?(o))
class Sub < Regexp
  def extra = source * 2
end
s = Sub.new("ab", "i")
p s, s.class, s.extra, s =~ "xAB", s.match("ab").regexp.class
r = Regexp.new("iv")
r.instance_variable_set(:@a, 1)
p r.instance_variable_get(:@a)
attempt { /lit/.instance_variable_set(:@a, 1) }
p(/a/.inspect, Regexp.new("").inspect, Regexp.new("\u0001").inspect, /é/.inspect, /\n/.inspect, /#/.inspect)
p Regexp.instance_method(:=~).arity, Regexp.ancestors.include?(Kernel), Regexp.class
