class S
  def a(*x, **k, &b) = [x, k, b&.call]
  def self.c = :class_m
  def q? = true
  def x=(v)
    @x = v
  end
  def [](i) = i * 2
  private def hid = :hid
end
s = S.new
p s.send(:a), s.send("a", 1, k: 2) { 3 }, s.public_send(:a, *[1, 2]), s.__send__(:hid), s.send(:q?), s.send(:x=, 5), s.send(:[], 4), S.send(:c), 1.send(:+, 2), [3, 1].send(:sort), "a".public_send(:upcase)
p s.respond_to?(:a), s.respond_to?("a"), s.respond_to?(:hid), s.respond_to?(:x=), S.respond_to?(:c), 1.respond_to?(:+), nil.respond_to?(:foo)
m = s.method(:a)
p m.call(1), m.(2), m[3], m.unbind.bind(S.new).call, m.owner, m.name, m.arity, m.receiver.equal?(s), m.to_proc.call(9), m.class
p %w[a b].map(&:upcase).map(&:to_sym), [1, 2, 3].inject(:+), [[1, 2], [3]].map(&:size), s.methods(false), s.singleton_methods, (s.methods - Object.instance_methods).sort
begin
  s.send
rescue ArgumentError => e
  puts e.message
end
begin
  s.send(:nope, 1)
rescue NoMethodError => e
  puts e.message.split(" for ").first
end
begin
  s.method(:nope)
rescue NameError => e
  puts e.message.split(" for ").first, e.class
end
begin
  s.send(5)
rescue TypeError => e
  puts e.message
end
begin
  s.public_send(:hid)
rescue NoMethodError => e
  puts e.message.split(" for ").first
end
p %i[+ - * /].map { |op| 12.send(op, 4) }, %w[min max sum].map { |n| [1, 2, 3].public_send(n) }, s.instance_of?(S), s.then { |o| o.send(:hid) }, (s.tap { |o| o.send(:x=, 1) }).instance_variables
p S.instance_method(:a).bind_call(s, 7), Kernel.respond_to?(:puts, true), s.public_methods(false).sort, s.private_methods(false)
def self.tm = :tm
p send(:tm), method(:tm).call, method(:tm).unbind.class
