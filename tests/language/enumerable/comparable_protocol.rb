# Comparable: what follows from <=>, and what happens when it gives nil or nonsense.
require_relative "../lib/check"

class Size
  include Comparable
  attr_reader :n

  def initialize(n) = @n = n
  def <=>(other) = other.is_a?(Size) ? n <=> other.n : nil
  def inspect = "S#{n}"
  def succ = Size.new(n + 1)
  def coerce(x) = [Size.new(x), self]
end
class Answer
  include Comparable

  def initialize(answer) = @answer = answer
  def <=>(_) = @answer
  def inspect = "A"
end
class Wrong
  include Comparable

  def <=>(_) = raise("no order")
end

a, b, c = Size.new(1), Size.new(2), Size.new(3)
check("< <= > >=") { [a < b, b < a, a <= a, a > b, b >= a, a >= b] }
check("==") { [a == Size.new(1), a == b, a == 1, a != b, a.equal?(Size.new(1))] }
check("== does not use eql?") { [a.eql?(Size.new(1)), [a].include?(Size.new(1)), [a].index(Size.new(1)), { a => 1 }[Size.new(1)]] }
check("between?") { [b.between?(a, c), a.between?(b, c), a.between?(a, a)] }
check("clamp") { [a.clamp(b, c), c.clamp(a, b), b.clamp(a, c)] }
check("clamp range") { [a.clamp(b..c), c.clamp(..b), a.clamp(b..), c.clamp(a..b)] }
check("clamp excluded end") { c.clamp(a...b) }
check("clamp excluded, endless") { a.clamp(b...) }
check("clamp nil") { [c.clamp(nil, b), a.clamp(b, nil), a.clamp(nil, nil)] }
check("clamp reversed") { a.clamp(c, b) }
check("clamp one argument") { a.clamp(b) }
check("not comparable <") { a < 1 }
check("not comparable with nil") { a >= nil }
check("not comparable with a string") { a < "text" }
check("not comparable with an object that has inspect") { a < Answer.new(1) }
check("between? not comparable") { a.between?(1, 2) }
check("answers: positive") { x = Answer.new(5); [x > 0, x < 0, x == 0] }
check("answers: big") { Answer.new(2**70) > 0 }
check("answers: float") { [Answer.new(0.0) == 0, Answer.new(-0.5) < 0] }
check("answers: string") { Answer.new("x") > 0 }
check("answers: string, ==") { Answer.new("x") == 0 }
check("answers: nil, ==") { Answer.new(nil) == 0 }
check("answers: rational") { Answer.new(Rational(1, 2)) > 0 }
check("itself is equal without asking") { w = Wrong.new; w == w }
check("== lets exceptions out") { Wrong.new == 1 }
check("sort, min, max, minmax") { [[c, a, b].sort, [c, a].min, [a, c].max, [b, a, c].minmax] }
check("sort mixed") { [a, 1].sort }
check("max mixed") { list = [a, nil]; list.max }
check("sort with nil answers") { [Answer.new(nil), Answer.new(nil)].sort }
check("range") { [(a..c).to_a, (a..c).include?(b), (a...c).to_a, (a..c) === c, (a..c).cover?(a..b), (a..c).min, (a..c).max] }
check("range of the incomparable") { Range.new(a, "x") }
check("range without succ") { (Answer.new(0)..Answer.new(0)).to_a }
check("range step") { (a..Size.new(5)).step(2).to_a rescue $!.class }
check("case") { case b when (a..b) then :in end }
check("in a hash of sorted keys") { { c => 3, a => 1 }.sort.to_h.values }
check("sort_by") { [3, 1].sort_by { |x| Size.new(x) } }
check("arrays compare with it") { [[a, 2] <=> [a, 1], [a] <=> [b], [a] <=> [1]] }
check("bsearch") { [1, 3, 5].bsearch { |x| Size.new(x) >= Size.new(2) } }
check("ints with strings") { [1 <=> "a", 1 == "a", (1 < "a" rescue $!.message)] }
check("floats with nil") { 1.5 < nil }
check("strings with symbols") { "a" < :a }
check("strings with ints") { ["a" <=> 1, ("a" < 1 rescue $!.message)] }
check("symbols") { [:a <=> :b, :a <=> "a", (:a < 1 rescue $!.message)] }
check("arrays are not Comparable") { [1] < [2] }
check("classes compare by ancestry") { [Integer < Numeric, Integer <= Integer, Numeric < Integer, String < Integer, Integer <=> Numeric, String <=> Integer, Integer > Numeric] }
check("classes with a non-class") { Integer < 5 }
check("nil and true") { [nil <=> nil, nil <=> false, true <=> true, true <=> false] }
check("objects") { o = Object.new; [o <=> o, o <=> 1, o == o, o === o] }
check("NaN") { n = Float::NAN; [n == n, n <=> n, n < 1, [n] == [n], n.equal?(n), [n, 1].include?(n)] }
check("max with NaN") { list = [1.0, Float::NAN]; list.max }
check("zeros") { [0.0 == -0.0, 0.0.eql?(-0.0), 0.0.equal?(-0.0), 0.0 <=> -0.0, { 0.0 => 1 }[-0.0]] }
check("big and float") { [2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 10**400 > Float::INFINITY, (10**400) <=> Float::INFINITY] }
check("1 and 1.0") { [1 == 1.0, 1.eql?(1.0), 1.equal?(1), { 1 => :a }[1.0], [1].include?(1.0), [1, 1.0].uniq] }
