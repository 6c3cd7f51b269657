p :a, :"b c", :"quoted", :a?, :b!, :c=, :[], :[]=, :+, :-@, :!, :<=>, :===, :=~
p :"9a", :"a-b", :"", :A, :@iv, :@@cv, :$g, :"@", :"foo bar=".to_s
p %s(sym bol), %i[a b c], %I[x#{1} y]
p :a == :a, :a.equal?("a".to_sym), :a.object_id == :a.object_id
p :abc.size, :abc.length, :abc[1], :b <=> :a, :a <=> "a"
p :abc.to_proc.call("x") rescue p $!.class
p "with space".to_sym, "é".to_sym, :é
p :a.to_s.frozen?, :a.frozen?
p %i[b a c].sort, %i[bb a].map(&:size)
p({ "a b": 1, c: 2, "d": 3, if: 4, "e?": 5, f!: 6 })
