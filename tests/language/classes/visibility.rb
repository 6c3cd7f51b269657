class V
  def pub = [priv, prot, self.priv, self.prot]
  def cmp(o) = o.prot
  def bad(o) = o.priv
  def set = (self.pw = 5)
  private
  def priv = :priv
  def pw=(v)
    @pw = v
  end
  protected
  def prot = :prot
  public
  def pub2 = :pub2
  private def inline = :inline
  def after = inline
  def later = 1
  private :later
  private_class_method def self.hidden = 1
  def self.open = hidden
end
v = V.new
p v.pub, v.cmp(V.new), v.set, v.pub2, v.after, V.open
[-> { v.priv }, -> { v.prot }, -> { v.inline }, -> { v.later }, -> { V.hidden }, -> { v.bad(V.new) }, -> { v.pw = 1 }, -> { 5.puts }, -> { nil.private }, -> { Object.new.initialize }].each do |l|
  l.call
rescue NoMethodError => e
  puts e.message
end
p v.send(:priv), v.__send__(:later), v.respond_to?(:priv), v.respond_to?(:priv, true), v.respond_to?(:prot), V.private_instance_methods(false).sort, V.protected_instance_methods, V.public_instance_methods(false).sort
begin
  v.public_send(:priv)
rescue NoMethodError => e
  puts e.message
end
class W < V
  public :priv
  def sub = [priv, inline]
end
p W.new.priv, W.new.sub, W.public_method_defined?(:priv), V.private_method_defined?(:priv)
class X
  private
  def a = 1
  public def b = a
  def self.s = 2
  attr_reader :hidden_attr
  class << self
    private
    def sp = 3
  end
  def c = 4
end
p X.new.b, X.s, X.private_instance_methods(false).sort
begin
  X.sp
rescue NoMethodError => e
  puts e.message
end
class Y
  def m = 1
  def n = 2
  p(private(:m, :n), public(:m), (private))
end
p Y.new.m
def toplevel = :top
begin
  1.toplevel
rescue NoMethodError => e
  puts e.message
end
p send(:toplevel), self.toplevel
begin
  class V; private :nonexistent; end
rescue NameError => e
  puts e.message
end
class Cmp
  def initialize(v) = @v = v
  def >(o) = v > o.v
  protected
  attr_reader :v
end
p Cmp.new(2) > Cmp.new(1)
module Mod
  private
  def mp = :mp
end
class UM
  include Mod
  def go = mp
end
p UM.new.go
