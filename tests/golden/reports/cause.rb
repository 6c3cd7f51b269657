def read(text)
  Integer(text)
rescue ArgumentError
  raise "not a number"
end

read("1 2 3")
