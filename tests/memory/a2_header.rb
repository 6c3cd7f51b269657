# svm: tenure-age=6
# svm: pin gc-stress
h = ObjectSpace.header_of(Tuple.new(3))
p h.klass, h.fields, h.age, h.zone, h.header_bytes <= 16   #=> Tuple ⏎ 3 ⏎ 0 ⏎ :young ⏎ true
p ObjectSpace.header_of(1), ObjectSpace.header_of(nil)     #=> nil ⏎ nil
