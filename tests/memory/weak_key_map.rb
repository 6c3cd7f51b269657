m = ObjectSpace::WeakKeyMap.new
k = "ke" + "y"
m[k] = "va" + "lue"
GC.start
p m["key"], m[k], m.key?("key"), m.getkey("key").equal?(k)       #=> "value" ⏎ "value" ⏎ true ⏎ true
def fill(m) = 20.times { |i| m["tmp#{i}"] = [i] }
fill(m)
GC.start
p m["tmp3"], m.key?("tmp3"), m["key"]               #=> nil ⏎ false ⏎ "value"
p m.delete("key"), m["key"]                         #=> "value" ⏎ nil
