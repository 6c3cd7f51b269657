colour = "red"
[1].each do |number|
  puts coluor, number
end
