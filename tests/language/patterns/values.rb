# Values, classes, ranges and nil as patterns: anything with ===.
def kind(value)
  case value
  in nil then "nil"
  in true | false then "truth"
  in 0 then "zero"
  in 1..9 then "digit"
  in 10... then "number"
  in ..-10 then "low"
  in Integer then "negative"
  in 1.0..2.0 then "float between"
  in Float then "float"
  in :a then "symbol a"
  in Symbol then "symbol"
  in "x" then "string x"
  in "a".."f" then "letter"
  in String then "string"
  in ->(v) { v.respond_to?(:each) } then "each"
  in Object then "object"
  end
end

[nil, true, false, 0, 5, 10, 100, -10, -11, -3, 1.5, 3.5, :a, :b, "x", "c", "hello", [1], {}, Object.new].each do |v|
  puts kind(v)
end

case 5
in 5 then puts "one line"
end


case [1, 2]
in %w[a b] then puts "words"
in [1, 2] then puts "array of values"
end

case :sym
in %s(sym) then puts "percent s"
end

case "interpolated 3"
in "interpolated #{1 + 2}" then puts "interpolated"
end

case 7
in 1 | 2 then puts "no"
else puts "else"
end

result = case 3
         in Integer | Float => n then n * 2
         end
p result

p(case 1; in 0 then :zero; else end)

# === may be anything that answers true or false.
class Even
  def self.===(other) = other.is_a?(Integer) && other.even?
end
case 4
in Even then puts "even"
end

# A constant with a path.
module Outer
  class Inner; end
  LIMIT = 3
end
case Outer::Inner.new
in Outer::Inner then puts "path"
end
case 3
in Outer::LIMIT then puts "constant value"
end
case 3
in ::Outer::LIMIT then puts "top path"
end

# self, __LINE__ and lambdas.
case self
in self then puts "self"
end
case 85
in __LINE__ then puts "line"
end
