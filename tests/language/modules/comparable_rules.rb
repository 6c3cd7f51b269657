# Comparable: operators from <=>, clamp, between?, and their errors.
def try
  p yield
rescue StandardError => e
  puts "#{e.class}: #{e.message}"
end
class V
  include Comparable
  attr_reader :n
  def initialize(n) = @n = n
  def <=>(o) = o.is_a?(V) ? n <=> o.n : nil
  def inspect = "V#{n}"
end
a, b, c = V.new(1), V.new(2), V.new(3)
try { a < b }
try { a > b }
try { a <= V.new(1) }
try { a >= b }
try { a == V.new(1) }
try { a != V.new(1) }
try { a.equal?(V.new(1)) }
try { a.eql?(V.new(1)) }
try { b.between?(a, c) }
try { a.between?(b, c) }
try { b.clamp(a, c) }
try { a.clamp(b, c) }
try { c.clamp(a, b) }
try { c.clamp(..b) }
try { a.clamp(b..) }
try { a.clamp(b..c) }
try { b.clamp(nil..nil) }
try { b.clamp(a, nil) }
try { b.clamp(nil, a) }
try { b.clamp(a...c) }
try { b.clamp(a...) }
try { b.clamp(c, a) }
try { b.clamp(1) }
try { b.clamp }
try { 5.clamp(1, 3) }
try { 5.clamp(..3) }
try { 0.clamp(1..) }
try { 2.5.clamp(1, 3) }
try { "b".clamp("a", "c") }
try { "z".clamp("a", "c") }
try { a < 1 }
try { a > nil }
try { a <= "x" }
try { a >= :s }
try { a == 1 }
try { a == nil }
try { a.between?(1, 2) }
try { a.clamp(1, 2) }
try { [c, a, b].sort }
try { [c, a, b].min }
try { [c, a, b].max }
try { [c, a, b].minmax }
try { [a, 1].sort }
try { (a..c).include?(b) }
try { (a..c) === b }
try { (a..c).to_a }
try { a..1 }
class Odd
  include Comparable
  def initialize(r) = @r = r
  def <=>(o) = @r
end
try { Odd.new(1) > 1 }
try { Odd.new(-5) < 1 }
try { Odd.new(0) == 1 }
try { Odd.new(2.5) > 1 }
try { Odd.new(nil) > 1 }
try { Odd.new(nil) == 1 }
try { Odd.new("x") > 1 }
try { Odd.new(2**70) > 1 }
try { Odd.new(-(2**70)) > 1 }
class Raises
  include Comparable
  def <=>(o) = raise("boom")
end
try { Raises.new == 1 }
try { Raises.new < 1 }
x = Raises.new
try { x == x }
class Recursive
  include Comparable
  def <=>(o) = self == o ? 0 : 1
end
try { Recursive.new == Recursive.new }
try { Comparable.instance_methods.sort }
try { Comparable.instance_method(:clamp).arity }
try { 1.clamp(2, 1) }
try { 1 < nil }
try { 1 < "2" }
try { 1.0 <= :a }
try { "a" < 1 }
try { Object.new < 1 }
try { Class <=> Module }
try { Integer < Comparable }
