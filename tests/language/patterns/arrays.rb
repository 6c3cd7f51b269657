# Array patterns: lengths, splats, nesting, trailing comma.
def take(value)
  case value
  in [] then "empty"
  in [x] then "one #{x}"
  in [1, y] then "1 then #{y}"
  in [Integer => a, String => b] then "#{a} and #{b}"
  in [first, [second, *inner], *rest] then "#{first} #{second} #{inner} #{rest}"
  in [first, *, last] then "#{first}..#{last}"
  end
end

puts take([])
puts take([:q])
puts take([1, 2])
puts take([5, "s"])
puts take([1, [2, 3, 4], 5, 6])
puts take([1, [2]])
puts take([9, 8, 7, 6])

case [1, [2, [3, [4]]]]
in [a, [b, [c, [d]]]]
  p [a, b, c, d]
end

case [1, 2, 3]
in a, b, c
  p [a, b, c]
end

case [1, 2, 3]
in a, *b
  p [a, b]
end

case [1, 2, 3]
in *a, b
  p [a, b]
end

case [1, 2, 3, 4]
in a, *b, c
  p [a, b, c]
end

case [1, 2, 3]
in a, then p a
end

case [1]
in a, then p a
end

case [1, 2]
in *, 2 then puts "ends with 2"
end

case [1]
in *all then p all
end

case []
in *all then p all
end

case [[1, 2], [3, 4]]
in [[a, b], [c, d]]
  p a + b + c + d
end

case [1, 2, 3, 4, 5]
in [a, b, *c, d]
  p a, b, c, d
end

# The rest can be matched further only as a name.
case [1, "x", nil, true]
in [Integer, String, nil, true | false => t]
  p t
end

x = [1, [2, 3]]
x => [one, [two, three]]
p one + two + three
p((x in [_, [_, _]]))
p((x in [_, [_]]))
p((x in [_, _] => whole))
p whole
x => a, b
p a, b
x => [*front, last]
p front, last
