objs = Array.new(300) { |i| i.even? ? Object.new : "s#{i}" }
ids = objs.map(&:object_id)
hashes = objs.map(&:hash)
h = {}.compare_by_identity
objs.each_with_index { |o, i| h[o] = i }
plain = {}
objs.each_with_index { |o, i| plain[o] = i }
12.times { GC.run(true) }
GC.start
p objs.map(&:object_id) == ids, objs.map(&:hash) == hashes              #=> true ⏎ true
p objs.each_with_index.all? { |o, i| h[o] == i }                        #=> true
p objs.each_with_index.all? { |o, i| plain[o] == i }                    #=> true
p ids.uniq.size                                                         #=> 300
o = objs[0]
GC.run(true)
p o.equal?(objs[0]), o.object_id == ids[0], h.size, plain.size          #=> true ⏎ true ⏎ 300 ⏎ 300
