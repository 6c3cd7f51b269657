class F
  attr_accessor :a
  def initialize = @a = [1]
end
f = F.new.freeze
p f.frozen?, f.a.frozen?
f.a << 2
p f.a
begin
  f.a = 3
rescue FrozenError => e
  p e.receiver.equal?(f), e.message[0, 24]
end
begin
  def f.x = 1
rescue => e
  p e.class
end
begin
  f.instance_variable_set(:@z, 1)
rescue => e
  p e.class
end
begin
  f.extend(Comparable)
rescue => e
  p e.class
end
d = f.dup
d.a = 5
p d.a, d.frozen?, f.clone.frozen?, f.clone(freeze: false).frozen?
p 1.frozen?, :a.frozen?, nil.frozen?, 1.5.frozen?, (2**70).frozen?, (1..2).frozen?, "lit".frozen?, [].frozen?, {}.frozen?, true.frozen?, "a#{1}".frozen?, :a.to_s.frozen?, Object.new.frozen?, F.frozen?, -> {}.frozen?
CONST = %w[a b].freeze
p CONST.frozen?, CONST[0].frozen?
CONST[0] << "x"
p CONST
begin
  CONST << "c"
rescue FrozenError => e
  p e.message
end
class Fz; end
Fz.freeze
begin
  class Fz
    def x = 1
  end
rescue => e
  p e.class, e.message
end
begin
  Fz.class_eval { @a = 1 }
rescue => e
  p e.message
end
begin
  "lit".freeze.upcase!
rescue => e
  p e.message
end
s = "abc".freeze
p s.upcase, s + "d", (s * 2).frozen?, s[0].frozen?, s.equal?(s.freeze), s.itself.frozen?
h = { a: [1] }.freeze
h[:a] << 2
p h, h.merge(b: 1), (h.delete(:a) rescue $!.class), h.to_a.frozen?
begin
  nil.instance_variable_set(:@a, 1)
rescue => e
  p e.message
end
begin
  :sym.instance_variable_set(:@a, 1)
rescue => e
  p e.message
end
begin
  1.instance_variable_set(:@a, 1)
rescue => e
  p e.message
end
st = Struct.new(:a).new(1).freeze
begin
  st.a = 2
rescue => e
  p e.class
end
