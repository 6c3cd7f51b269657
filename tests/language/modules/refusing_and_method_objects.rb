m = 5.method(:+)
p m.call(3), m.owner, m.receiver, m.name, m.arity, m.unbind.bind(7).call(1), [1, 2].map(&m), m === 2, (m >> ->(x) { x * 2 }).call(1), (m << ->(x) { x * 2 }).call(1)
class Q
  def a(x, y = 1, *z, k:, &b) = 1
  def b = 2
  alias c b
  def ==(o) = true
end
p Q.instance_method(:a).arity, Q.instance_method(:a).parameters, Q.new.method(:c).name, Q.new.method(:c).original_name, Q.instance_method(:b) == Q.instance_method(:b), Q.instance_methods(false).sort, Q.new.method(:b).unbind.class
begin
  Q.instance_method(:a).bind(3)
rescue TypeError => e
  puts e.message
end
begin
  Q.instance_method(:zip)
rescue NameError => e
  puts e.message
end
p Q.new.method(:b).inspect.start_with?("#<Method: Q#b("), [3, 1, 2].method(:sort).call, "x".method(:*).to_proc.call(3), %w[1 2].map(&method(:Integer)), [[1, 2]].map(&:sum)
um = Array.instance_method(:size)
p um.bind([1, 2]).call, um.bind_call([1]), um.name, um.owner
def hello(n) = "hello #{n}"
h = method(:hello)
p h.("x"), %w[a b].map(&h), h.to_proc.lambda?, h.curry.("y"), h.source_location.class
def hello(n) = "changed #{n}"
p h.("x"), hello("x")
p [].method(:push).unbind == [].method(:push).unbind, 1.method(:+).eql?(1.method(:+)), 1.method(:+) == 2.method(:+)
