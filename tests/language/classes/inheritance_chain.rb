class A
  def initialize(*a) = @a = a
  def to_s = "#{self.class}(#{@a.join(",")})"
  def who = "A"
  def call_who = who
  def self.create(*a) = new(*a)
  def self.kind = "kind of #{name}"
end
class B < A
  def initialize(x, *rest)
    super(*rest)
    @x = x
  end
  def to_s = super + "+#{@x}"
  def who = "B<" + super
end
class C < B
  def who = "C<" + super
  def self.kind = super + "!"
end
class D < C; end
puts A.new(1, 2), B.new(1, 2), C.create(9), D.new(:d, 1)
p D.new(1).who, D.new(1).call_who, D.kind, A.kind, D.superclass, D.ancestors.take(4), D.instance_methods(false), D.new(1).is_a?(A), A.new.is_a?(D), D <= A, A <= D, B.instance_method(:who).owner, D.instance_method(:who).owner
class B
  def who = "B2"
end
p D.new(1).who
class C
  remove_method :who
end
p D.new(1).who
class B
  undef_method :who
end
p (D.new(1).who rescue $!.message)
