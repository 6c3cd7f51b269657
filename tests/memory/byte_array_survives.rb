list = Array.new(200) { |i| x = ByteArray.new(100 + i); x[i % 100] = i; x }
GC.start
10.times { GC.run(true) }
p list.each_with_index.all? { |x, i| x.size == 100 + i && x[i % 100] == i }       #=> true
huge = ByteArray.new(1_000_000)
huge[999_999] = 42
GC.start
p huge.size, huge[999_999], huge[0]                #=> 1000000 ⏎ 42 ⏎ 0
