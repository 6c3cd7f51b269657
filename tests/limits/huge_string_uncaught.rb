puts "before"
x = "x" * (2**62)
puts x.size
