# svm: tenure-age=6
olds = Array.new(50) { Tuple.new(10) }
8.times { GC.run(true) }
p olds.all? { |t| ObjectSpace.header_of(t).zone == :mature }   #=> true
olds.each_with_index { |t, i| 10.times { |j| t[j] = "v#{i}-#{j}" } }
GC.run(true)
p olds.each_with_index.all? { |t, i| (0...10).all? { |j| t[j] == "v#{i}-#{j}" } }   #=> true
olds.each { |t| 10.times { |j| t[j] = nil } }
GC.run(true)
p olds.sum { |t| (0...10).count { |j| t[j] } }     #=> 0
