s = "abc"
p s.encoding.to_s, s.valid_encoding?, s.ascii_only?, "é".ascii_only?, s.force_encoding("UTF-8").equal?(s)
p "é".b.length, "é".b.ascii_only?, "a".b == "a"
f = "frozen".freeze
p f.frozen?, f.dup.frozen?, f.clone.frozen?, f.clone(freeze: false).frozen?, (+f).frozen?, (-"x").frozen?
[-> { f << "x" }, -> { f.upcase! }, -> { f[0] = "z" }, -> { f.concat("a") }, -> { f.clear }, -> { f.replace("q") }].each do |l|
  l.call
rescue FrozenError => e
  puts e.message
end
p f
p :sym.to_s.frozen?, 1.to_s.frozen?, nil.to_s.frozen?, true.to_s.frozen?, "lit".frozen?
a = "x"
b = a
a += "y"
p a, b
