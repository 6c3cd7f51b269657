# svm: tenure-age=6
# svm: pin gc-stress
old = Tuple.new(2)
8.times { GC.run(true) }
def remembered?(o) = ObjectSpace.header_of(o).flags.include?(:Remember)
p remembered?(old)                                 #=> false
old[0] = 5
p remembered?(old)                                 #=> false
old[0] = :sym
p remembered?(old)                                 #=> false
old[0] = "a" + "b"
p remembered?(old)                                 #=> true
8.times { GC.run(true) }
p remembered?(old), old[0]                         #=> false ⏎ "ab"
