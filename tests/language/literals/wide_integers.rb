def widest = 9223372036854775807
def wide?(n) = n < -9223372036854775808 || n > 9223372036854775807
sum = 0
50.times do |i|
  text = "garbage #{i}"
  sum += widest - 9223372036854775800 + text.size
end
p sum, widest, wide?(3), wide?(2**70), wide?(-2**64)
p (4611686018427387904..9223372036854775807).include?(2**62 + 1)
