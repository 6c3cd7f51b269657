# Find patterns: a run of elements anywhere.
case [1, 2, 3, 4, 5]
in [*pre, 3, *post]
  p pre, post
end

case [1, "a", :b, "c", 2]
in [*, String => s, Symbol => t, *post]
  p s, t, post
end

case [1, 2, 3]
in [*, 9, *] then puts "no"
in [*a, 1, *b] then p a, b
end

case [1, 2, 3]
in [*a, 3, *b] then p a, b
end

case ["k", 42, "v", 42]
in [*, Integer => n, String, *rest]
  p n, rest
end

# The first place wins; names inside are those of that place.
case [[1, :a], [2, :b], [3, :b]]
in [*, [number, :b], *]
  p number
end

# Two in a row.
def pair?(list)
  list in [*, x, ^x, *]
end
p pair?([1, 2, 3])
p pair?([1, 2, 2, 3])
p pair?([])
p pair?([4, 4])

case { users: [{ name: "a", age: 3 }, { name: "b", age: 30 }] }
in { users: [*, { name:, age: 18.. => age }, *] }
  p name, age
end

class Row
  def initialize(*cells) = @cells = cells
  def deconstruct = @cells
end
case Row.new(1, 2, nil, 4)
in Row[*before, nil, *after]
  p before, after
end
case Row.new(1, 2, nil, 4)
in Row(*before, nil, *after)
  p before, after
end

p(([1, 5] in [*, 2..3, *]))
p(([1, 2] in [*, 2..3, *]))
