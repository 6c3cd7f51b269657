module A
  def go(log) = super(log << :A)
end
module B
  def go(log) = super(log << :B)
end
class Root
  def go(log) = log << :Root
end
class Mid < Root
  include A
  def go(log) = super(log << :Mid)
end
class Leaf < Mid
  prepend B
  include A
  def go(log) = super(log << :Leaf)
end
p Leaf.new.go([]), Leaf.ancestors.first(5)
x = Leaf.new
x.extend(Module.new { def go(log) = super(log << :ext) })
p x.go([])
module Counter
  def initialize(*a, **k)
    @count = 0
    super
  end
  attr_reader :count
end
class Thing
  attr_reader :a, :k
  def initialize(a, k: 1)
    @a = a
    @k = k
  end
end
class Counted < Thing
  include Counter
end
c = Counted.new(5, k: 6)
p c.a, c.k, c.count
class Counted2 < Thing
  prepend Counter
  def initialize(a) = super(a, k: 10)
end
p [Counted2.new(1)].map { |q| [q.a, q.k, q.count] }
module InspectMixin
  def inspect = "<#{super.class}>"
  def to_s = "mix:#{super.size > 3}"
end
class Plain
  include InspectMixin
end
p Plain.new
puts Plain.new
class Integer
  module Twice
    def twice = self * 2
  end
  include Twice
end
p 4.twice
class Alias1
  def v = [:v1]
end
class Alias2 < Alias1
  alias old v
  def v = old + super + [:v2]
end
p Alias2.new.v
