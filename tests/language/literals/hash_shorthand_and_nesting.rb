x = 1
y = [2]
h = { x:, y:, z: { x:, w: nil }, "str": 3, "a b": 4, :sym => 5, 6 => [7, { k: 8 }] }
p h
def m(x:, y: 0) = [x, y]
p m(x:), m(x:, y:), m(**{ x: }), { "#{x}a": 1 }, { "k#{x}" => 2 }, { nil => 1, true => 2, 1.0 => 3 }
p({ a: 1, **{ b: 2 } }.merge({ c: 3 }), { 1 => { 2 => { 3 => 4 } } }[1][2][3])
p({ if: 1, while: 2, class: 3, nil: 4, self: 5, true: 6 }, { A: 1, B?: 2, c!: 3 })
v = { a: 1,
      b: 2, }
p v, { a: -> { 5 } }[:a].(), [{ a: 1 }, { b: 2 }].inject(:merge)
puts "#{{ a: { b: "c" } }}", { "q\"q" => "w\\w" }.to_s
