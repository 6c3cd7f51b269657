# svm: tenure-age=6
# svm: pin gc-stress
keep = Array.new(1000) { |i| "s#{i}" }; ids = keep.map(&:object_id); at = ObjectSpace.header_of(keep[0]).address
h = {}.compare_by_identity; h[keep[9]] = 1
GC.run(true)
p ids == keep.map(&:object_id), keep[999], h[keep[9]]      #=> true ⏎ "s999" ⏎ 1
p ObjectSpace.header_of(keep[0]).address == at             #=> false
