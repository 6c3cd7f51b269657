# svm: tenure-age=6
big = Array.new(100_000) { |i| i.to_s }
p ObjectSpace.header_of(Tuple.new(10_000)).zone == :young   #=> false
GC.start
p big[0], big[99_999], big.size                    #=> "0" ⏎ "99999" ⏎ 100000
s = "x" * 5_000_000
GC.start
p s.size, s[4_999_999]                             #=> 5000000 ⏎ "x"
20.times { Tuple.new(50_000) }
GC.start
t = Tuple.new(50_000)
t[49_999] = "en" + "d"
GC.run(true)
p t[49_999]                                        #=> "end"
