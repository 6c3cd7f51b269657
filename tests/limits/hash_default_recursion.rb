h = Hash.new { |hash, key| hash[key] = key < 2 ? key : hash[key - 1] + hash[key - 2] }
p h[500]
g = Hash.new { |hash, key| hash[key + 1] }
begin
  g[0]
rescue SystemStackError => e
  puts e.class
end
p g.size
