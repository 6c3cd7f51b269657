# frozen_string_literal: true
a = "lit"
p a.frozen?
begin
  a << "x"
rescue FrozenError => e
  puts e.message
end
b = "with #{1}"
p b.frozen?
b << "!"
p b
p "same".equal?("same")
p String.new("x").frozen?, +"y".frozen?.to_s
c = +"thawed"
c << "!"
p c
