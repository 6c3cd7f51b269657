puts 1
x = = 2
puts 3
