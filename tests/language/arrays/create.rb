p Array.new, Array.new(3), Array.new(2, 0), Array.new(3) { |i| i * i }, Array.new([1, 2]), Array(nil), Array([1]), Array(1..3), Array({ a: 1 }), Array("a")
a = Array.new(2, [])
a[0] << 1
p a
b = Array.new(2) { [] }
b[0] << 1
p b
p [1, 2, 3].dup, [1].clone, [[1]].dup, Array[1, 2], [1, 2].to_a, Array.try_convert([1]), Array.try_convert(1)
[-> { Array.new(-1) }, -> { Array.new("a") }, -> { Array.new(1, 2, 3) }].each do |l|
  l.call
rescue ArgumentError, TypeError => e
  puts "#{e.class}: #{e.message}"
end
c = [1, [2, 3]]
d = c.dup
d[1] << 4
d << 5
p c, d
class Sub < Array
end
s = Sub.new([1, 2])
p s, s.class, (s + [3]).class, s.map { |x| x }.class, s.dup.class
