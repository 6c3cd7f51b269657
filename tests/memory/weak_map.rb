m = ObjectSpace::WeakMap.new
k1 = "k" + "1"
v1 = "v" + "1"
m[k1] = v1
p m[k1].equal?(v1), m.size, m.key?(k1), m.include?(k1), m["k1"], m.keys.size, m.values      #=> true ⏎ 1 ⏎ true ⏎ true ⏎ nil ⏎ 1 ⏎ ["v1"]
def fill(m) = 50.times { |i| m["key#{i}"] = "val#{i}" }
fill(m)
GC.start
p m.size, m.keys, m[k1]                             #=> 1 ⏎ ["k1"] ⏎ "v1"
def value_only(m, k) = (m[k] = "only " + "here")
k2 = "k" + "2"
value_only(m, k2)
GC.start
p m.key?(k2), m.size                                #=> false ⏎ 1
m[1] = :immediate
p m[1], m.size                                      #=> :immediate ⏎ 2
n = 0
m.each { |k, v| n += 1 }
p n                                                 #=> 2
p m.delete(1), m.size                               #=> :immediate ⏎ 1
10.times { GC.run(true) }
p m[k1]                                             #=> "v1"
