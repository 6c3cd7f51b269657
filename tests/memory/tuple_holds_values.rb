t = Tuple.new(5)
t[0] = "str" + "ing"
t[1] = [1, 2, [3]]
t[2] = { k: 2**80 }
t[3] = t
t[4] = -> { :called }
GC.start
3.times { GC.run(true) }
p t[0], t[1], t[2], t[3].equal?(t), t[4].call      #=> "string" ⏎ [1, 2, [3]] ⏎ {k: 1208925819614629174706176} ⏎ true ⏎ :called
big = Tuple.new(5000)
5000.times { |i| big[i] = "v#{i}" }
GC.start
p big[0], big[2500], big[4999], big.fields         #=> "v0" ⏎ "v2500" ⏎ "v4999" ⏎ 5000
