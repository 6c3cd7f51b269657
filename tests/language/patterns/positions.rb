# Patterns in every position: bodies, blocks, methods, loops, ensure.
def classify(n) = case n
                  in Integer | Float if n.zero? then :zero
                  in Integer then :int
                  in _ then :other
                  end
p classify(0), classify(0.0), classify(2), classify("x")


out = [1, "two", :three, nil, [4]].map do |item|
  case item
  in Integer => i then i
  in String | Symbol => s then s.to_s
  in nil then "nil"
  in [inner] then inner
  end
end
p out

# break, next and return from clauses.
found = [[:skip, 1], [:take, 2], [:take, 3]].each do |row|
  case row
  in [:skip, _] then next
  in [:take, n] then break n
  end
end
p found

def early(list)
  list.each do |item|
    case item
    in { stop: value } then return value
    else nil
    end
  end
  :never
end
p early([1, { stop: 5 }, 2])

i = 0
while i < 5
  i += 1
  case i
  in 2 then next
  in 4 then break
  in n then p n
  end
end

# Closures see the names that a pattern binds.
case [1, 2]
in [a, b]
  sum = -> { a + b }
end
p sum.call
a = 10
p sum.call

counter = 0
bump = -> { counter += 1 }
case bump.call
in 1 then puts "evaluated once"
in 2 then puts "evaluated twice"
end
p counter

# Inside ensure and rescue.
begin
  begin
    raise "x"
  rescue => e
    case e
    in RuntimeError then puts "runtime"
    end
  ensure
    case [1]
    in [z] then p z
    end
  end
end

# As arguments and conditions.
puts "yes" if { a: 1 } in { a: Integer }
puts "no" unless { a: 1 } in { a: String }
p((1 in Integer) && (2 in Integer))
p [(1 in Integer), (1 in String)]
x = if 5 in 1..3 then :low else :high end
p x
p((not 5 in String))

# Nested cases.
case { type: :circle, data: { r: 2 } }
in { type: :square } then puts "square"
in { type: :circle, data: }
  case data
  in { d: } then puts "d"
  in { r: 2.. => r } then puts "r #{r}"
  end
end

# while with a pattern.
queue = [[:ok, 1], [:ok, 2], [:done, 3], [:ok, 4]]
while queue.shift in [:ok, n]
  p n
end

# Values without parentheses on the right.
in_value = [1, [2, 3]]
in_value => Integer => one, [*two_three]
p one, two_three

# Many clauses.
def digit(n)
  case n
  in 0 then :zero
  in 1 then :one
  in 2 then :two
  in 3 then :three
  in 4 then :four
  in 5 then :five
  end
end
p (0..5).map { |n| digit(n) }
