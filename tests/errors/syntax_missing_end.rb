def broken
  if true
    puts 1
end
