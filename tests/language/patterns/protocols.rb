# deconstruct and deconstruct_keys: what they are asked, and how often.
class Point
  attr_reader :x, :y
  def initialize(x, y)
    @x = x
    @y = y
  end

  def deconstruct
    puts "deconstruct"
    [x, y]
  end

  def deconstruct_keys(keys)
    puts "keys #{keys.inspect}"
    { x: x, y: y }
  end
end

class Point3 < Point; end

# deconstruct runs once for a case, whatever is tried.
case Point.new(1, 2)
in [a] then puts "one"
in [0, b] then puts "zero"
in [] | [_, _, _] then puts "none"
in Point3[a, b] then puts "other class"
in Point[a, b] if a > 1 then puts "guard"
in Point(a, b) => point then p a, b, point.x
end

# deconstruct_keys runs for every hash pattern.
case Point.new(1, 2)
in { x: 5 } then puts "no"
in { y: 5, x: } then puts "no"
in { x:, **rest } then p x, rest
end

case Point.new(3, 4)
in { x:, **nil } then puts "no"
in Point(x:, y:) then p x, y
end

case Point.new(3, 4)
in Point(x: 3 => three) then p three
end

# A nested value is asked each time.
case [Point.new(1, 2)]
in [[0, _]] then puts "no"
in [[1, y]] then p y
end

# The value of `deconstruct` is not copied.
Parts = [1, 2, 3]
class Shared
  def deconstruct = Parts
end
case Shared.new
in [*all] then p all, all.equal?(Parts)
end

S = Struct.new(:a, :b)
case S.new(1, 2)
in [a, b] then p a, b
end
case S.new(1, 2)
in { a:, b: } then p a + b
end
case S.new(1, [2, 3])
in S[a, [b, c]] then p a, b, c
end
case S.new(1, 2)
in S(b: 3) then puts "no"
in S(b:) then p b
end
p((S.new(1, 2) in { c: }))

K = Struct.new(:k, keyword_init: true)
K.new(k: "v") => { k: String => v }
p v

# Hash#deconstruct_keys and Array#deconstruct are the receivers.
h = { a: 1 }
list = [1]
p h.deconstruct_keys(nil).equal?(h), list.deconstruct.equal?(list)

# A module matched as a constant with parts.
module Shape; end
class Square
  include Shape
  def deconstruct_keys(_) = { side: 4 }
end
case Square.new
in Shape(side:) then p side
end

# Empty parentheses ask for an empty array.
p((S.new(1, 2) in S()))
p(([] in Array()))
p((Object.new in Object[]))
