def forever(n)
  forever(n + 1)
end
puts "start"
$stdout.flush
forever(0)
