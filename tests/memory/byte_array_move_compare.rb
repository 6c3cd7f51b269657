a = ByteArray.new(6)
6.times { |i| a[i] = i + 1 }
a.move_bytes(0, 3, 2)
p (0...6).map { |i| a[i] }                         #=> [1, 2, 1, 2, 3, 6]
b = a.dup
p a.compare_bytes(b, 6, 6)                         #=> 0
b[5] = 7
p a.compare_bytes(b, 6, 6), b.compare_bytes(a, 6, 6), a.compare_bytes(b, 5, 5)   #=> -1 ⏎ 1 ⏎ 0
