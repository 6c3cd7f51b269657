s = +""
1000.times { |i| s << i.to_s << "," }
p s.size, s[0, 20], s[-10..], s.count(",")
t = "ab" * 5000
p t.size, t.index("ba"), t.rindex("ab"), t.delete("a").size, t.tr("a", "b").squeeze, t.reverse[0, 4]
parts = Array.new(500) { |i| "part#{i}" }
j = parts.join("/")
p j.size, j.split("/").size, j.split("/")[499]
u = j.each_char.select { |c| c == "/" }.size
p u
w = (1..200).map(&:to_s).inject(+"") { |a, b| a << b }
p w.size, w.hash == w.dup.hash
lines = ("line\n" * 300).lines
p lines.size, lines.uniq.size
