a = RuntimeError.new("m")
b = RuntimeError.new("m")
p a == b, a.equal?(b), a.eql?(b), a.backtrace, a.cause, a.message.equal?(a.message), a.exception.equal?(a), a.exception("n") == a, a.exception("n").class, a.exception("n").message
begin
  raise a
rescue => c
  p c.equal?(a), a.backtrace.class
end
bt = a.backtrace
begin
  raise a
rescue => c
  p c.backtrace == bt
end
begin
  raise a, "changed"
rescue => c
  p c.equal?(a), c.message, a.message
end
e = StandardError.new("orig")
def e.message = "singleton"
begin
  raise e
rescue => x
  p x.message, x.to_s
end
class Stateful < StandardError
  attr_reader :items
  def initialize(*items) = (@items = items; super("#{items.size} items"))
end
begin
  raise Stateful.new(1, 2)
rescue Stateful => x
  p x.items, x.message
end
begin
  raise Stateful, 5
rescue => x
  p x.items, x.message
end
x = nil
[1].each { begin; raise "scoped"; rescue => x; end }
p x.message
$stored = (raise "s" rescue $!)
p $stored.message, $!, [a, b].uniq.size, { a => 1 }[b]
p (raise a, cause: b rescue [$!.cause.equal?(b), $!.message]), (begin; raise "q"; rescue => y; y.cause; end)
f = RuntimeError.new("f").freeze
p ((raise f) rescue $!.class)
