# svm: tenure-age=6
# svm: pin gc-stress
o = Tuple.new(1); z = [ObjectSpace.header_of(o).zone]
8.times { GC.run(true); z << ObjectSpace.header_of(o).zone }
p z.first(6).uniq, z.last(2).uniq                          #=> [:young] ⏎ [:mature]
p ObjectSpace.header_of(Tuple.new(10_000)).zone == :young  #=> false
