begin
  raise IOError, "original"
rescue IOError => e
  puts "saw #{e.message}"
  raise
end
