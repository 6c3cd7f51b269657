puts "a", 1, nil, :b, [1, [2]], 1.5
print "x", "y", 3, "\n"
p "s", nil
p
puts
puts []
puts [nil], [[]]
puts "trailing\n"
puts "two\n\n"
$stdout.puts "out"
$stdout.print 1, 2, "\n"
$stdout.write("a", :b, 3, "\n")
STDOUT << "x" << 1 << "\n"
putc "A"
putc 66
putc "\n"
$stdout.flush
$stdout.sync = true
p $stdout.sync, $stdout.fileno, $stdout.tty?.class
printf("%s %d\n", "f", 3)
$stderr.print ""
puts "é日本".encode("UTF-8"), "\u{1F600}"
class P
  def to_s = "P to_s"
  def inspect = "P inspect"
end
puts P.new
p P.new
print P.new, "\n"
puts [P.new, [P.new]]
puts "#{P.new}"
class A
  def to_ary = [1, 2]
end
puts A.new
class B
  def to_s = 5
end
puts B.new.to_s, "#{B.new}".size > 5
pp 1, "a", { k: [1] }
display
puts
puts "a".."c", (1..3)
puts({ a: 1 })
