begin
  [3, 2, 1].sort { |a, b| raise ArgumentError, "in the block" }
rescue ArgumentError => e
  puts e.message
end
begin
  (1..100).to_a.shuffle.sort_by { |x| raise IndexError if x == 50; x }
rescue IndexError => e
  puts e.class
end
begin
  [1, nil, 2].sort
rescue ArgumentError => e
  puts e.message.start_with?("comparison of")
end
begin
  [1, 2].sort { |a, b| "x" }
rescue ArgumentError => e
  puts e.message
end
a = [3, 1, 2]
begin
  a.sort! { |x, y| raise "stop" }
rescue RuntimeError
  p a.sort
end
def recurse(n) = [2, 1].sort { |x, y| n == 0 ? 0 : (recurse(n - 1); x <=> y) }
p recurse(200)
def endless = [2, 1].sort { endless; 0 }
begin
  endless
rescue SystemStackError => e
  puts e.class
end
