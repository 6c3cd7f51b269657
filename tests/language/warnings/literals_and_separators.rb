# What is deprecated: separators in globals, changes of string literals.
def Warning.warn(text, category: nil) = $stdout.write(category.inspect, " ", text)
Warning[:deprecated] = true

$, = "-"
p [1, [2, 3]].join, [1, 2].join("+"), [].join
print 1, 2
print "\n"
$, = nil
$; = "-"
p "a-b".split, "a-b".split(nil), "a b".split(" ")
$; = nil
$/ = "x"
p "axbx".lines, "axbx".each_line.to_a, "axbx".chomp, "axbx".lines("b")
$/ = "\n"
$-0 = "\n"
$-F = "q"
$-F = nil
$\ = "!\n"
print 1
$\ = nil
p $=
$= = 3
[:$,, :$;, :$/, :$\, :$-0, :$-F].each do |name|
  eval "#{name} = 3", binding, "assigned.rb"
rescue TypeError => error
  puts error.message
end

text = "literal"
text << "1"
text << "2"
copy = "literal".dup
copy << "3"
+"plus" << "4"
interpolated = "#{text}"
interpolated << "5"
"replaced".replace("x")
"x".upcase!
def change(text) = text.concat("!")
change("given")
p "lit".frozen?
eval %(# frozen_string_literal: false\n"mutable" << "x")
begin
  eval %(# frozen_string_literal: true\n"frozen" << "x")
rescue FrozenError => error
  puts error.message
end
Warning[:deprecated] = false
"silent" << "x"
