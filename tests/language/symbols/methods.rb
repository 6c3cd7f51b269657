p :a.to_s, :a.name, :a.to_sym, :a.id2name, :a.inspect, :a.length, :abc.size
p :a <=> :b, :a == :a, :a != :b, :a.equal?(:a), :b > :a, :a.eql?(:a), :a.hash == :a.hash
p :abc.upcase, :ABC.downcase, :abc.capitalize, :aBc.swapcase, :abc.succ, :abc[1], :abc[0, 2], :abc[-1]
p :a.start_with?("a"), :a.end_with?("b"), :a.empty?, :"".empty?
p :upcase.to_proc.call("x"), %w[a b].map(&:upcase), [1, 2].inject(:+), [[1, 2], [3]].map(&:size)
p :+.to_proc.call(1, 2), :upcase.to_proc.arity, :upcase.to_proc.lambda?
begin
  :upcase.to_proc.call
rescue ArgumentError => e
  puts e.message
end
begin
  :nope.to_proc.call(1)
rescue NoMethodError => e
  puts e.message
end
p :a.frozen?, :a.dup.equal?(:a), :a.is_a?(Comparable)
h = { a: 1 }
p h[:a], h["a"], h.key?(:a)
p "foo".to_sym.equal?(:foo), "foo bar".to_sym, :"foo-bar".to_s, "with\nnl".to_sym
begin
  :a + :b
rescue NoMethodError => e
  puts e.message
end
begin
  Symbol.new
rescue NoMethodError => e
  puts e.message
end
p :name.to_proc.call(Class.new { def name = "n" }.new)
p %i[b c a].sort, %i[b c a].max, %i[a b].include?(:b), :a.between?(:a, :c)
p :a.respond_to?(:to_str), "#{:a}#{:b}", :a.to_s << "x", :a
