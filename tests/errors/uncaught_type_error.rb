puts "a" + "b"
puts 1 + "2"
