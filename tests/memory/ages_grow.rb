# svm: tenure-age=6
# svm: pin gc-stress
o = Tuple.new(1)
ages = [ObjectSpace.header_of(o).age]
7.times { GC.run(true); ages << ObjectSpace.header_of(o).age }
p ages                                             #=> [0, 1, 2, 3, 4, 5, 6, 0]
p ObjectSpace.header_of(o).zone                    #=> :mature
at = ObjectSpace.header_of(o).address
3.times { GC.start }
p ObjectSpace.header_of(o).address == at           #=> true
