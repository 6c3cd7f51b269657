def fill(m) = 100.times { |i| m["k#{i}" + "x"] = i.to_s }
m = ObjectSpace::WeakMap.new; fill(m); GC.start
p m.keys.size                                              #=> 0
GC.stress = true; s = (1..50).map(&:to_s).join; GC.stress = false
p s.size                                                   #=> 91
