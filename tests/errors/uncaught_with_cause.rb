def parse(text)
  Integer(text)
rescue ArgumentError
  raise TypeError, "not a number: #{text}"
end

begin
  parse("zz")
rescue TypeError
  raise "parsing failed"
end
