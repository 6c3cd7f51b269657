# What is raised when nothing matches: one clause says why, several do not.
def report
  yield
  puts "no error"
rescue NoMatchingPatternKeyError => e
  p [e.class, e.message, e.key, e.matchee]
rescue StandardError => e
  p [e.class, e.message]
end

report { case 1; in 2; end }
report { case 1; in 2; in 3; end }
report { case 1; in 2; else; end }
report { 1 => 2 }
report { 1 => 2 | 3 }
report { 1 => String }
report { 1 => nil }
report { 1 => 5.. }
report { "s" => Integer | Float => n }
report { [1, 2] => [a] }
report { [1, 2] => [a, b, c, *] }
report { [1, 2] => [] }
report { 1 => [a] }
report { 1 => { a: } }
report { { a: 1 } => { b: } }
report { { a: 1 } => { a: 2 } }
report { { a: 1, b: 2 } => { a: 1, **nil } }
report { { a: 1 } => {} }
report { { a: { b: 1 } } => { a: { c: } } }
report { [1, 2] => [*, 3, *] }
report { [1] => [*, 3, 4, *] }
report { [1, [2, 3]] => [a, [b]] }
report { case 1; in Integer if false; end }
report { case 1; in Integer unless true; end }
report { case [1, "x"]; in [Integer, Integer]; end }
report { case { a: 1 }; in { a: String }; end }
report { 1 => Integer(a) }
report { 1 => String[a] }
report { 1 => Integer(a:) }
x = 4
report { 3 => ^x }
report { 3 => ^(x + 1) }

class Bad
  def deconstruct = 1
  def deconstruct_keys(keys) = 2
  def inspect = "bad"
end
report { Bad.new => [a] }
report { Bad.new => { a: } }
report { case Bad.new; in { a: }; else; end }
report { Bad.new => 5 }

class Refuses
  def respond_to?(name, all = false) = false
  def deconstruct = raise("never called")
  def inspect = "refuses"
end
report { Refuses.new => [] }

p NoMatchingPatternError.superclass, NoMatchingPatternKeyError.superclass
e = NoMatchingPatternKeyError.new("text", matchee: { a: 1 }, key: :b)
p e.message, e.matchee, e.key
begin
  NoMatchingPatternKeyError.new("text").key
rescue ArgumentError => e
  p e.message
end
begin
  NoMatchingPatternKeyError.new("text").matchee
rescue ArgumentError => e
  p e.message
end

# What was bound before the failure stays bound.
begin
  case [1, 2, 3]
  in [first, 5, third]
  end
rescue NoMatchingPatternError
  p first, third
end
begin
  { a: 1, b: 2 } => { a:, b: String }
rescue NoMatchingPatternError
  p a
end
p(([7, 8] in [seven, 9]))
p seven
