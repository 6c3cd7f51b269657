# Method and UnboundMethod: equality, hash, names, owners, aliases.
class A
  def a = 1
  def b = 1
  alias c a
  alias_method :d, :a
  def to_s = "an A"
end
class B < A
  def own = 2
end
x = A.new
y = A.new
p x.method(:a) == x.method(:a)
p x.method(:a).eql?(x.method(:a))
p x.method(:a).equal?(x.method(:a))
p x.method(:a) == y.method(:a)
p x.method(:a) == x.method(:b)
p x.method(:a) == x.method(:c)
p x.method(:c) == x.method(:d)
p x.method(:a).hash == x.method(:a).hash
p x.method(:a).hash == x.method(:c).hash
p x.method(:a).hash == x.method(:b).hash
p x.method(:a) == A.instance_method(:a)
p A.instance_method(:a) == A.instance_method(:a)
p A.instance_method(:a) == B.instance_method(:a)
p A.instance_method(:a) == A.instance_method(:c)
p A.instance_method(:a).hash == A.instance_method(:a).hash
p A.instance_method(:a).hash == B.instance_method(:a).hash
p A.instance_method(:a).eql?(A.instance_method(:a))
p x.method(:a) == 1
p x.method(:a).unbind == x.method(:a).unbind
p x.method(:a).unbind == A.instance_method(:a)
p B.new.method(:a).unbind == A.instance_method(:a)
p({ x.method(:a) => 1 }[x.method(:a)])
p [x.method(:a), x.method(:a), x.method(:b)].uniq.size
p x.method(:c).name
p x.method(:c).original_name
p x.method(:c).owner
p A.instance_method(:d).name
p A.instance_method(:d).original_name
p B.new.method(:a).owner
p B.new.method(:a).receiver.class
p B.instance_method(:a).owner
p x.method(:a).receiver.equal?(x)
p x.method("a").name
begin
  x.method(:nope)
rescue NameError => e
  p e.class, e.message, e.name, e.receiver.equal?(x)
end
begin
  A.instance_method(:nope)
rescue NameError => e
  p e.class, e.message, e.name, e.receiver
end
module Mod; end
begin
  Mod.instance_method(:nope)
rescue NameError => e
  p e.message
end
begin
  x.method(1)
rescue TypeError => e
  p e.message
end
begin
  A.instance_method(nil)
rescue TypeError => e
  p e.message
end
begin
  x.method
rescue ArgumentError => e
  p e.message
end
p A.instance_methods(false).sort
p x.method(:a).frozen?
p x.method(:a).dup == x.method(:a)
p x.method(:a).clone.call
p Method.instance_method(:call).class
begin
  Method.new
rescue NoMethodError => e
  p e.message
end
begin
  UnboundMethod.new
rescue NoMethodError => e
  p e.message
end
begin
  Method.allocate
rescue => e
  p e.class
end
def x.single = :s
p x.method(:single).owner.inspect.start_with?("#<Class:#<")
p x.singleton_method(:single).call
begin
  x.singleton_method(:a)
rescue NameError => e
  puts e.message.split("0x")[0]
end
begin
  A.singleton_method(:zork)
rescue NameError => e
  p e.message
end
class A
  private def hidden = 1
  protected def guarded = 2
end
p x.method(:hidden).call
p x.method(:guarded).call
begin
  x.public_method(:hidden)
rescue NameError => e
  puts e.message.split("0x")[0]
end
begin
  x.public_method(:guarded)
rescue NameError => e
  puts e.message.split("0x")[0]
end
begin
  A.public_instance_method(:hidden)
rescue NameError => e
  puts e.message
end
p A.public_instance_method(:a).name
p x.public_method(:a).call
