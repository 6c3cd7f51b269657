p [], [1], [1, 2, 3], [1, [2, [3]]]
p [1, "two", :three, 4.0, nil, true, false]
p %w[a b c], %w(x\ y z), %W[n#{1} m]
p [*1..3, *[4, 5]], [*nil], [*"a"], [*{ a: 1 }]
p [1, 2,
   3,
]
p [a: 1, b: 2], [1, a: 2]
p [[1, 2], [3, 4]].inspect, [nil, [nil]].to_s
x = [1, 2]
p [*x, 3, *x]
