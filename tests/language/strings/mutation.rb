s = +"hello"
s << " world"
p s
s.concat("!", "?")
p s
s.prepend(">> ")
p s
s[0] = "<"
p s
s[0, 2] = "["
p s
s["hello"] = "bye"
p s
s[-1..] = "."
p s
s.insert(1, "ins ")
p s
s.replace("new")
p s
p s.upcase!, s.upcase!, s.downcase!, s.capitalize!, s.swapcase!, s.reverse!
p s.slice!(0), s, s.slice!(0, 1), s
s.clear
p s, s.empty?
t = +"abc"
u = t
u << "d"
p t, t.equal?(u)
v = t.dup
v << "e"
p t, v
t << 101 << 233
p t
begin
  t[10] = "x"
rescue IndexError => e
  puts e.message
end
begin
  t["zzz"] = "x"
rescue IndexError => e
  puts e.message
end
w = +"xyz"
w[1] = ""
p w
w[w.size] = "end"
p w
w.setbyte(0, 65)
p w, w.getbyte(0), w.getbyte(100)
x = +"shared" * 20
y = x.dup
y << "more"
p x.size, y.size
z = x[100, 20]
z << "!"
p z, x.size
