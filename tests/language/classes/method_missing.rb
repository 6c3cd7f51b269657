class Ghost
  def initialize = @log = []
  attr_reader :log
  def method_missing(name, *args, **kw, &blk)
    return super if name.to_s.start_with?("no_")
    @log << [name, args, kw, blk&.call]
    name.end_with?("=") ? args.first : self
  end
  def respond_to_missing?(name, include_private = false) = !name.to_s.start_with?("no_")
end
g = Ghost.new
g.foo(1, 2, k: 3) { :b }.bar
g.baz = 9
g[1]
g + 2
g.()
-g
!g
p g.log, g.respond_to?(:anything), g.respond_to?(:no_x), g.method(:dyn).call(5).class, g.log.last
begin
  g.no_such
rescue NoMethodError => e
  puts e.message.split(" for ").first, e.name.inspect, e.args.inspect, e.receiver.equal?(g)
end
begin
  g.no_args(1, :a)
rescue NoMethodError => e
  p e.args
end
class Proxy < BasicObject
  def initialize(t) = @t = t
  def method_missing(n, ...) = @t.__send__(n, ...)
  def respond_to_missing?(*) = true
end
pr = Proxy.new([3, 1, 2])
p pr.sort, pr.size, pr.map { |x| x + 1 }, pr.class, pr.inspect, pr == [3, 1, 2]
class Vcall
  def method_missing(n, *a)
    [n, a.size]
  end
  def go = [some_var, some_call(), other(1), self.me]
end
p Vcall.new.go, Vcall.new.public_send(:dyn, 1, 2), Vcall.new.send(:x)
class NoSuper
  def method_missing(n) = "only #{n}"
end
p NoSuper.new.abc
begin
  NoSuper.new.abc(1)
rescue ArgumentError => e
  puts e.message
end
class Deep
  def method_missing(n, *a) = a[0] == 0 ? :bottom : send(n, a[0] - 1)
end
p Deep.new.dig_in(500)
def self.method_missing(n, *a) = n == :top_ghost ? [:top, a] : super
p top_ghost(1)
begin
  other_ghost
rescue NameError => e
  puts e.message
end
begin
  Object.new.undefined_thing(1)
rescue NoMethodError => e
  puts e.message
end
begin
  nil.foo
rescue NoMethodError => e
  puts e.message
end
begin
  String.foo
rescue NoMethodError => e
  puts e.message
end
begin
  Kernel.foo
rescue NoMethodError => e
  puts e.message
end
begin
  true.foo
rescue NoMethodError => e
  puts e.message
end
begin
  1.5.foo = 3
rescue NoMethodError => e
  puts e.message
end
