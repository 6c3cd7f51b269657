at_exit { puts 1 }
at_exit do
  puts 2
  at_exit { puts "nested" }
end
END { puts "END block" }
x = 5
at_exit { puts x }
x = 6
puts "main"
