# What super means may change while its site is warm.
class Base
  def initialize(a, b) = @sum = a + b
  def name(x) = "base #{x}"
  def two(a, b) = [a, b]
  attr_reader :sum
end

class Left < Base
  def initialize(a, b, c)
    super(a, b)
    @sum += c
  end

  def name(x) = super + "!"
  def two(a, b) = super(b, a)
end

class Right < Left; end

def round(objects)
  texts = objects.map { |o| [o.sum, o.name(1), o.two(1, 2)] }
  texts.uniq
end

objects = []
300.times { |i| objects << (i.odd? ? Left : Right).new(1, 2, 3) }
p round(objects)

# Another method above.
class Base
  def name(x) = "changed #{x}"
end
p round(objects)

# A module between.
module Between
  def two(a, b) = ["between", *super]
end
Left.include(Between)
p round(objects)

# Only for one of the classes, then only for one object.
module Only
  def name(x) = "only #{super}"
end
Right.prepend(Only)
p round(objects)
one = objects.first
def one.name(x) = "single #{super}"
p round(objects)

# The same body under another name, and from a block.
class Left
  alias_method :called, :name
  def in_block(x) = [1, 2].map { |y| two_of(y, x) }
  def two_of(y, x) = y + x
end
class Right
  def in_block(x) = super.map { |y| y * 2 }
  def two_of(y, x) = [0].map { super(y, x) }.first
end
p((1..200).map { objects[1].called(4) }.uniq, (1..200).map { objects[0].in_block(3) }.uniq)

# No longer there.
class Base
  remove_method :two
end
begin
  p round(objects)
rescue NoMethodError => e
  puts e.message.sub(/0x\h+/, "0x")
end

# Private and with another number of arguments.
class Base
  private def two(*all, last: 1) = [all, last]
end
p round(objects)

# A super that is given the block of its caller.
class Base
  def each_twice(n) = [yield(n), yield(n)]
end
class Left
  def each_twice(n) = super(n)
end
class Right
  def each_twice(n) = super(n) { |x| x + 100 }
end
sums = Hash.new(0)
400.times { |i| objects[i % 2].each_twice(i) { |x| sums[:outer] += x }.sum.then { |s| sums[i % 2] += s } }
p sums
