p 255.to_s(2), 255.to_s(8), 255.to_s(16), 255.to_s(36), -255.to_s(2), 0.to_s(2), (2**70).to_s(36), 1234567.to_s, 1234567.digits, 65.chr, 1e3.to_i
puts 1234567.to_s.reverse.each_char.each_slice(3).map(&:join).join(",").reverse
puts "%d|%5d|%-5d|%05d|%+d|%x|%X|%o|%b|%08b|%#x|%#o|%e" % [42, 42, 42, 42, 42, 255, 255, 8, 5, 5, 255, 8, 12345]
puts 12.to_s.rjust(5, "0"), 3.to_s + "3", "#{1}#{2**64}", 1.inspect, (-7).to_s, +5
p 10.digits.reverse.join.to_i, 0x1f.to_s, "%.3f" % 2, "%s" % 10, "%c" % 65, "%%", "%5s|%-5s|" % [1, 2], 100.to_s.size, 12345.to_s.chars.map(&:to_i).sum
p Integer("0b101", 2), "z".to_i(36), "0x1f".hex, "777".oct, "12".to_i(3), "1010".to_i(2), "ff".to_i(16), "123abc".to_i, "-0".to_i
