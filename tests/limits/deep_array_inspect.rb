a = []
500.times { a = [a] }
p a.inspect.size, a.to_s.size, a.flatten.size, a.hash == a.dup.hash, a == a.dup
b = []
10_000.times { b = [b] }
begin
  s = b.inspect
  puts s.size == 20_002
rescue SystemStackError
  puts true
end
begin
  p b.flatten.size
rescue SystemStackError
  puts 0
end
