# svm: tenure-age=6
# svm: pin gc-stress
o = [1, 2]
addresses = [ObjectSpace.header_of(o).address]
7.times { GC.run(true); addresses << ObjectSpace.header_of(o).address }
p addresses.each_cons(2).all? { |a, b| a != b }    #=> true
after = Array.new(4) { GC.run(true); ObjectSpace.header_of(o).address }
p after.uniq.size                                  #=> 1
p o                                                #=> [1, 2]
