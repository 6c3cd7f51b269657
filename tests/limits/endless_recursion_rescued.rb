def forever(n)
  forever(n + 1)
end
begin
  forever(0)
rescue SystemStackError => e
  puts "#{e.class}: #{e.message}"
end
puts [1, 2, 3].sum
