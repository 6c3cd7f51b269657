p 6 & 3, 6 | 3, 6 ^ 3, ~6, -6 & 3, -6 | 3, -1 ^ 5
p 1 << 10, 1 << 62, 1 << 63, 1 << 64, 1 << 100, -1 << 64
p 1024 >> 3, -1024 >> 3, 1 >> 100, -1 >> 100, 1 << -1, 8 >> -2
p (1 << 100) >> 90, (1 << 100) & ((1 << 100) - 1), (1 << 70) | 1, (1 << 70) ^ (1 << 70)
p -(1 << 70) & 0xff, ~(1 << 70), -(1 << 70) | 1, -(1 << 70) >> 3
p 5[0], 5[1], 5[2], -1[100], (1 << 70)[70], 0b110110[1, 3], 0b110110[1..3]
p 255.bit_length, 256.bit_length, -1.bit_length, -256.bit_length, (1 << 70).bit_length, 0.bit_length
p 6.anybits?(3), 6.allbits?(6), 6.nobits?(1)
begin
  1 & 1.5
rescue TypeError => e
  puts e.message
end
begin
  1 << "a"
rescue TypeError => e
  puts e.message
end
