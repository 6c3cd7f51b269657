# `defined?` asks a `respond_to?` and `respond_to_missing?` that a class has of its own.
class R
  def respond_to?(*a) = (p a; @x)
  def a = defined?(foo)
  def b = defined?(foo())
  def c = defined?(self.foo)
  attr_accessor :x
end
r = R.new
p r.a, r.b, r.c, defined?(r.foo), defined?(r.bar.baz), defined?(r.a)
r.x = true
p r.a, r.b, r.c, defined?(r.foo), defined?(r.a)
class R
  def respond_to_missing?(*a) = (p [:m, *a]; true)
end
p r.a, r.b, r.c, defined?(r.foo), defined?(r.a)
class S
  def respond_to_missing?(*a) = (p [:m, *a]; true)
  def a = defined?(foo)
end
p S.new.a, defined?(S.new.foo)
