a = Array.new(50) { Object.new }
4.times { GC.run(true) }
ids = a.map(&:object_id)
4.times { GC.run(true) }
p a.map(&:object_id) == ids, ids.uniq.size         #=> true ⏎ 50
b = Object.new
10.times { GC.run(true) }
id = b.object_id
GC.start
p b.object_id == id, b.hash == b.hash              #=> true ⏎ true
c = b.dup
p c.object_id == id                                #=> false
