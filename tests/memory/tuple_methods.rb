t = Tuple.new(2)
p t.class, t.fields, t.at(0), t.at(1)              #=> Tuple ⏎ 2 ⏎ nil ⏎ nil
p t.put(0, "x"), t.at(0), t[0]                     #=> "x" ⏎ "x" ⏎ "x"
p (t[1] = :y), t[1]                                #=> :y ⏎ :y
u = Tuple.template(3, :f)
p u.fields, u[0], u[2]                             #=> 3 ⏎ :f ⏎ :f
s = u.shifted(1)
p s.fields, s[0], s[1].inspect                     #=> 2 ⏎ :f ⏎ ":f"
p Tuple.new(0).fields                              #=> 0
