# svm: tenure-age=6
# svm: pin gc-stress
old = Tuple.new(1); 8.times { GC.run(true) }
old[0] = "y" + "oung"
p ObjectSpace.header_of(old).flags.include?(:Remember)     #=> true
GC.run(true); p old[0]                                     #=> "young"
