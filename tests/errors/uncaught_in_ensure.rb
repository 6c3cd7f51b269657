begin
  raise "first"
ensure
  puts "ensure ran"
end
puts "never"
