# Alternatives, captures, pinned names and expressions.
case 2
in 1 | 2 | 3 => small
  p small
end

case [1, :b]
in [1, :a] | [1, :b]
  puts "either array"
end

case { a: "s" }
in { a: Integer } | { a: String }
  puts "either hash"
end

case [1, [2, 3]]
in [Integer | Float => a, [_ | _, _] => b] => whole
  p a, b, whole
end

# Names that start with an underscore may stand in alternatives.
case [0, 7]
in [1, _x] | [0, _x]
  p _x
end

expected = 18
case 18
in ^expected then puts "pinned"
end
case 19
in ^expected then puts "no"
else puts "differs"
end

# A pin may use a name bound further left.
case [1, 1]
in [a, ^a] then puts "same"
end
case [1, 2]
in [a, ^a] then puts "no"
in [a, b] then p a, b
end
case { x: 3, y: 3 }
in { x:, y: ^x } then puts "same in hash"
end

@limit = 5
$limit = 6
class Holder
  @@limit = 7
  def self.check(v)
    case v
    in ^@@limit then "class variable"
    else "other"
    end
  end
end
case 5
in ^@limit then puts "instance variable"
end
case 6
in ^$limit then puts "global"
end
puts Holder.check(7), Holder.check(8)

case 10
in ^(expected - 8) then puts "expression"
end

case [1, 2, 3]
in [Integer, Integer => m, *] if m > 1
  p m
end

case 5
in Integer => n unless n > 5
  puts "unless"
end

case 7
in n if n.even? then puts "even"
in n if n.odd? then puts "odd #{n}"
end

# Parentheses group.
case 2
in (1 | 2) => two then p two
end
case [[1, 2], 3]
in [(Array => list), (Integer => int)]
  p list, int
end

value = 3
r = (value in Integer | Float => number)
p r, number
