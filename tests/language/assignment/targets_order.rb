# Multiple assignment: every kind of target, evaluated left to right.
class Log
  def initialize(name) = @name = name
  def method_missing(name, *args)
    puts "#{@name}.#{name}(#{args.map(&:inspect).join(", ")})"
    args.last
  end
  def respond_to_missing?(*) = true
  def [](*args)
    puts "#{@name}[#{args.map(&:inspect).join(", ")}]"
    nil
  end
  def []=(*args)
    puts "#{@name}[#{args[0..-2].map(&:inspect).join(", ")}] = #{args[-1].inspect}"
  end
end
def o(name)
  puts "eval #{name}"
  Log.new(name)
end
def i(n)
  puts "index #{n}"
  n
end
def v(n)
  puts "value #{n}"
  n
end

o(:a).x, o(:b)[i(1)], c, @d, $e = v(1), v(2), v(3), v(4), v(5)
p c, @d, $e
puts
o(:a).x, *o(:b).y, o(:c).z = v(1), v(2), v(3), v(4)
puts
(o(:a).x, o(:b).y), o(:c).z = [v(1), v(2)], v(3)
puts
o(:a)[i(1), *[i(2), i(3)], i(4)], q = v(1), v(2)
p q
puts
a, (b, *c), *d, e = 1, [2, 3, 4], 5, 6, 7
p a, b, c, d, e
a, (b, (c, d), *e), f = 1, [2, [3, 4], 5, 6], 7
p a, b, c, d, e, f
*a, b = 1, 2, 3
p a, b
a, *, b = 1, 2, 3, 4
p a, b
*, a = [1, 2]
p a
a, * = 5, 6
p a
(a, b), c = 1, 2
p a, b, c
a, (b,) = 1, [2, 3]
p a, b
a, b, = [1, 2, 3]
p a, b
*a = nil
p a
*a = 1
p a
*a = *nil
p a
a, *b = nil
p a, b
a, b = nil
p a, b
a, b = 1
p a, b
a = 1, 2
p a
a = *[1], 2
p a
a = *1..3
p a
a, b = b, a
p a, b
a = [1, 2]
a[0], a[1] = a[1], a[0]
p a
h = {}
h[:a], h[:b], @x = 1, *[2, 3]
p h, @x
module Space; end
Space::A, Space::B, ::TOP = 1, 2, 3
p Space::A, Space::B, TOP
class Holder
  @@cv = nil
  def self.run
    @@cv, @iv = 1, 2
    [@@cv, @iv]
  end
end
p Holder.run
p((a, b = 3, 4))
p((a, b = [5, 6]))
x = (a, *b = 7, 8, 9)
p x, a, b
class Arr
  def to_ary = [10, 20]
end
a, b = Arr.new
p a, b
class BadAry
  def to_ary = 1
end
begin
  a, b = BadAry.new
rescue TypeError => e
  p e.message
end
class Splat
  def to_a = [1, 2, 3]
end
a, *b = *Splat.new
p a, b
s = Struct.new(:l, :r).new
s.l, s.r = 1, 2
p s.to_a
def self.priv=(v)
  @priv = v
end
self.priv, z = 5, 6
p @priv, z
i = 0
i, a = 5, [i, i]
p i, a
for a, (b, *c) in [[1, [2, 3]], [4, [5]]]
  p a, b, c
end
a, b, c = *[1], 2, *[3]
p a, b, c
a, b = {k: 1}, {l: 2}
p a, b
