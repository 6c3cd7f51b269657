a = [1]
a << a
b = [1]
b << b
p a, a.hash == a.hash, a.inspect, a.to_s
h = { x: 1 }
h[:h] = h
p h, h.to_s
h2 = { list: [h] }
p h2
begin
  p a == b
rescue SystemStackError
  puts true
end
s = Struct.new(:a).new(nil)
s.a = [s]
puts s.inspect.include?("...")
begin
  a.flatten
rescue ArgumentError => e
  puts e.message
end
begin
  a.join
rescue ArgumentError => e
  puts e.message
end
