class Base
  @subs = []
  class << self
    attr_reader :subs
    def inherited(k)
      super
      (Base.subs << (k.name || "anon"))
    end
    def method_added(n) = (@added ||= []) << n
    def added = @added
  end
  def one = 1
  def two = 2
end
class K1 < Base
  def three = 3
end
class K2 < K1; end
Class.new(Base)
p Base.subs, Base.added, K1.added
module Hook
  def self.included(m) = puts("included #{m}")
  def self.extended(o) = puts("extended #{o.class}")
  def self.prepended(m) = puts("prepended #{m}")
end
class U1
  include Hook
  prepend Hook
end
Object.new.extend(Hook)
module CM
  def self.included(base) = base.extend(ClassMethods)
  module ClassMethods
    def build = new
  end
  def inst = :inst
end
class U2
  include CM
end
p U2.build.inst
class SM
  def self.singleton_method_added(n) = puts("sma #{n}")
  def self.foo = 1
end
def (SM).bar = 2
class Cm
  def self.const_missing(n) = n.to_s.downcase
  def self.method_missing(n, *a) = [n, a]
  def self.respond_to_missing?(n, p = false) = n.to_s.start_with?("dyn")
end
p Cm::FOO, Cm.anything(1), Cm.respond_to?(:dyn_x), Cm.respond_to?(:other)
