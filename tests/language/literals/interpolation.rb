x = 5
p "x=#{x}", "#{x}#{x}", "#{}", "a#{nil}b", "#{[1, nil, :a]}", "#{{ a: 1 }}"
p "sum #{1 + 2} nested #{"in #{x} out"}"
p :"sym#{x}", %w[#{x}], %W[#{x}a]
@iv = 1
$gv = 2
p "#@iv #$gv"
class Loud
  def to_s = "LOUD"
end
class Odd
  def to_s = 5
end
puts "<#{Loud.new}>"
puts "<#{Odd.new}>".start_with?("<#<Odd")
p "#{x > 3 ? "big" : "small"}"
p "#{"a" if false}"
s = "shared"
t = "#{s}"
t << "!"
p s, t
p "#{1; 2; 3}"
p "multi #{x +
  1} line"
