b = ByteArray.new(5); b[0] = 255; b.set_byte(4, 7)
GC.start
p b.size, b.get_byte(0), b.fetch_bytes(3, 2)[1]            #=> 5 ⏎ 255 ⏎ 7
begin; b[5]; rescue IndexError; puts "range"; end          #=> range
