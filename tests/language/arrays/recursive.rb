a = [1]
a << a
p a, a.inspect, a.to_s, a.size, a[1][1][0]
puts a.to_s
b = [1]
b << b
p a == a, a.hash == a.hash, a.eql?(a)
h = { a: 1 }
h[:self] = h
p h
c = []
d = [c]
c << d
p c, d
e = { list: [] }
e[:list] << e
p e
p a.include?(1), a.index(1), a.count
s = Struct.new(:me).new
s.me = s
p s.to_s.end_with?(":...>>"), s.me.equal?(s)
