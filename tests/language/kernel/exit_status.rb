puts "before"
at_exit { puts "at_exit 1" }
at_exit { puts "at_exit 2" }
begin
  exit 7
ensure
  puts "ensure"
end
puts "never"
