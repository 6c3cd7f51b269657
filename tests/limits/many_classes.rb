n = (ARGV[0] || 3000).to_i
last = nil
n.times do |i|
  k = Class.new { define_method(:v) { i }; attr_accessor :a }
  last = k.new
  last.a = i
  raise unless last.v == i && last.a == i
end
p last.v
syms = (1..n).map { |i| :"generated_symbol_#{i}" }
p syms.uniq.size
