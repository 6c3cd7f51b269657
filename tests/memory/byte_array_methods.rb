b = ByteArray.new(4)
p b.size, b[0], b[3]                               #=> 4 ⏎ 0 ⏎ 0
p b.set_byte(1, 200), b.get_byte(1), b[1]          #=> 200 ⏎ 200 ⏎ 200
p (b[2] = 17), b[2]                                #=> 17 ⏎ 17
c = b.dup
c[1] = 1
p b[1], c[1], b.size == c.size                     #=> 200 ⏎ 1 ⏎ true
sum = 0
b.each { |x| sum += x }
p sum                                              #=> 217
f = b.fetch_bytes(1, 2)
p f.class, f.size, f[0], f[1]                      #=> ByteArray ⏎ 2 ⏎ 200 ⏎ 17
f[0] = 9
p b[1]                                             #=> 200
p ByteArray.new(0).size                            #=> 0
