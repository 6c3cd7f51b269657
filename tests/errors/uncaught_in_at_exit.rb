at_exit { puts "handler ran" }
raise "main failed"
