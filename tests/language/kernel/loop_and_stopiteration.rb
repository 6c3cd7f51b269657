r = loop do
  raise StopIteration, "done"
end
p r
e = [1, 2].each
s = 0
p loop { s += e.next }, s
f = [].each
p (f.next rescue $!.message), (f.peek rescue $!.class), f.size
z = loop { break }
p z, loop { break 1, 2 }
begin
  loop { raise "other" }
rescue => x
  p x.message
end
o = Enumerator.new { |y| y << 1; :result }
o.next
begin
  o.next
rescue StopIteration => x
  p x.result
end
p loop { o.next }
n = 0
res = loop do
  n += 1
  next if n < 5
  break n * 2
end
p res, loop.size, loop.class
a = [1, 2, 3].each
b = [4, 5].each
out = []
loop { out << a.next + b.next }
p out, (a.next rescue $!.class)
c = "ab".each_char
p c.next, c.next, (begin c.next; rescue StopIteration; "end"; end), c.rewind.next
t = 3.times
p t.next, t.next, t.next, (t.next rescue :stop), (1..2).each_entry.next, { a: 1 }.each.next, 1.step(10, 5).next, [1, 2, 3].each_slice(2).next, [4].each_with_index.next
