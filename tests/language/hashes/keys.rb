class K
  attr_reader :v

  def initialize(v) = @v = v
  def hash = v % 3
  def eql?(o) = o.is_a?(K) && v == o.v
end
h = {}
10.times { |i| h[K.new(i)] = i }
p h.size, h[K.new(4)], h[K.new(11)], h.key?(K.new(9))
h.delete(K.new(4))
p h.size, h[K.new(4)], h[K.new(7)]
i = { 1 => :int, 1.0 => :float, "1" => :str, :"1" => :sym, nil => :nil, true => :t, [1] => :arr, { 1 => 2 } => :hash, (1..2) => :range, 2**70 => :big, 1.5 => :f }
p i[1], i[1.0], i["1"], i[:"1"], i[nil], i[true], i[[1]], i[{ 1 => 2 }], i[1..2], i[2**70], i[1.5], i[[1.0]], i.size
a = [1]
m = { a => 1 }
a << 2
p m[[1]], m.rehash[a]
p({ -0.0 => 1 }[0.0], { 0.0 => 1 }[-0.0], { (0.0 / 0) => 1 }.size)
o = Object.new
p({ o => 1 }[o], { o => 1 }[Object.new], { String => 1 }[String])
x = {}
200.times { |n| x[n] = n; x[n.to_s] = n; x[n.to_f + 0.5] = n; x[n.to_s.to_sym] = n; x[[n]] = n }
p x.size, x[150], x["150"], x[150.5], x[:"150"], x[[150]]
200.times { |n| x.delete(n) }
p x.size, x[150], x["199"]
st = Struct.new(:a, :b)
p({ st.new(1, 2) => :s }[st.new(1, 2)])
