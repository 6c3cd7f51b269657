a = "x"
b = a + "y" + "z"
c = a * 3
d = a << "w"
p a, b, c, d.equal?(a), "a" "b", "a".concat("b", "c"), "p".prepend("a", "b"), [a, b].join, "#{a}#{b}", a.dup << b
e = +""
e << "é" << 233 << "\u{1F600}" << 65
p e, e.size, e.bytesize
f = "abc"
g = f
g += "d"
p f, g
h = f
h << "!"
p f
s = "a,b"
s2 = s.split(",").map(&:upcase).join("+") + "=" + s.size.to_s
p s2
p "abc" % [], "%s-%s" % [1, 2], "a".ljust(3, ".") + "|", "x".center(5, "ab"), "ab" * 2 + "c", "-" * 10
t = String.new
5.times { |i| t << i.to_s * i }
p t, t.length, "".concat, ("a".."e").inject(:+), %w[a b].sum("")
begin
  "a" << nil
rescue TypeError => e
  puts e.message
end
begin
  "a" << -1
rescue RangeError => e
  puts e.message
end
begin
  "a".concat(1.5)
rescue TypeError => e
  puts e.message
end
