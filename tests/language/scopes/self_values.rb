p self.to_s
class A
  p self
  def m = self.class
  def self.s = self
  class << self
    p self
    def e = self
  end
  define_method(:d) { self.class }
  L = -> { self }
  P = proc { self }
  def blk = [1].map { self.class }
  module In
    p self
  end
end
p A.new.m, A.s, A.e, A.new.d, A::L.call, A::P.call, A.new.blk
p A.new.instance_eval { self.class }, A.class_eval { self }, A.instance_exec(1) { |x| [self, x] }
o = Object.new
def o.me = self
p o.me.equal?(o), [1].each { |x| break self.to_s }
def top = to_s
p top, A.new.instance_eval(&A::P).class
