t = Tuple.new(3); t[0] = :a
p t.fields, t[0], t[2]                     #=> 3 ⏎ :a ⏎ nil
begin; t[3] = 1; rescue IndexError => e; p e.class; end   #=> InvalidIndexError
