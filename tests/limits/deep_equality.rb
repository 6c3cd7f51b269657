a = 1
b = 1
10_000.times do
  a = [a]
  b = [b]
end
begin
  puts a == b
rescue SystemStackError
  puts true
end
begin
  puts (a <=> b) == 0
rescue SystemStackError
  puts true
end
begin
  puts a.hash == b.hash
rescue SystemStackError
  puts true
end
h = {}
g = {}
5_000.times do
  h = { k: h }
  g = { k: g }
end
begin
  puts h == g
rescue SystemStackError
  puts true
end
