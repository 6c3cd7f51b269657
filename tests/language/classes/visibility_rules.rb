# public, private, protected in all their forms, and what each forbids.
def try
  r = yield
  p r
rescue NameError, ArgumentError, TypeError => e
  puts "#{e.class}: #{e.message.sub(/ for an instance of.*/, "")}"
end if false
def try
  p yield
rescue NameError, ArgumentError, TypeError => e
  puts "#{e.class}: #{e.message}"
end
class V
  def pub = 1
  private
  def priv = 2
  def priv2 = 3
  protected
  def prot = 4
  public
  def pub2 = 5
  private def inline = 6
  def after_inline = 7
  private :pub2
  private :pub2, :after_inline
  private [:pub2, :after_inline]
  public :after_inline
  public(*%i[pub2])
  p(private def ret = 1)
  p((private :pub2, :ret))
  p private
  p public
  p((private [:pub2]))
  p((public :pub2))
  private attr_reader :ra
  private attr_accessor :rb, :rc
  private(*attr_writer(:rd))
  private define_method(:dm) { 8 }
  private_class_method def self.pcm = 9
  def self.pcm2 = 10
  def self.pcm3 = 11
  private_class_method :pcm2, :pcm3
  public_class_method :pcm3
  def call_self = [self.priv, self.priv2, priv, self.prot]
  def call_writer = (self.rb = 5; rb)
  def compare(o) = o.prot
  def call_other(o) = o.priv
  def self.make = new
  class << self
    private def meta_priv = 12
    def meta_pub = meta_priv
  end
end
v = V.new
try { v.pub }
try { v.priv }
try { v.prot }
try { v.inline }
try { v.after_inline }
try { v.pub2 }
try { v.ra }
try { v.rb = 1 }
try { v.rd = 1 }
try { v.dm }
try { V.pcm }
try { V.pcm2 }
try { V.pcm3 }
try { V.meta_priv }
try { V.meta_pub }
try { v.call_self }
try { v.call_writer }
try { v.compare(V.new) }
try { v.call_other(V.new) }
try { v.send(:priv) }
try { v.public_send(:priv) }
try { v.public_send(:prot) }
try { v.__send__(:prot) }
try { v.respond_to?(:priv) }
try { v.respond_to?(:prot) }
try { v.respond_to?(:priv, true) }
try { v.method(:priv).call }
try { v.instance_eval { priv } }
try { v&.priv }
try { V.private_instance_methods(false).sort }
try { V.protected_instance_methods(false) }
try { V.public_instance_methods(false).sort }
try { V.private_method_defined?(:priv) }
try { V.public_method_defined?(:priv) }
try { V.protected_method_defined?(:prot) }
try { V.method_defined?(:priv) }
try { V.method_defined?(:prot) }
class W < V
  public :priv
  private :pub
  def use_prot(o) = o.prot
end
w = W.new
try { w.priv }
try { w.pub }
try { v.priv }
try { w.use_prot(v) }
try { v.compare(w) }
try { W.instance_method(:priv).owner }
try { W.method_defined?(:pub2, false) }
try { W.method_defined?(:pub2, true) }
try { W.method_defined?(:pub2) }
try { W.private_method_defined?(:pub, false) }
try { W.private_method_defined?(:priv2, false) }
try { W.private_method_defined?(:priv2) }
try { W.public_method_defined?("priv", false) }
try { W.protected_method_defined?(:prot, false) }
try { W.method_defined?(1) }
try { V.send(:private, :nope) }
try { V.send(:public, 1) }
try { V.private_class_method :nope }
class Unrelated
  def go(o) = o.prot
end
try { Unrelated.new.go(v) }
module Prot
  protected def mp = :mp
  def ask(o) = o.mp
end
class PA; include Prot; end
class PB; include Prot; end
try { PA.new.ask(PB.new) }
try { PA.new.mp }
def toplevel_private = 1
try { Object.new.toplevel_private }
try { Object.private_method_defined?(:toplevel_private) }
try { self.toplevel_private }
class Ops
  private def +(o) = 1
  private def [](i) = i
  private def []=(i, v)
    @v = [i, v]
  end
  private def foo=(v)
    @foo = v
  end
  private def to_s = "s"
  def go
    self[1] = 2
    self.foo = 3
    [@v, @foo, self[7], self + 1, "#{self}"]
  end
end
try { Ops.new.go[0..3] }
try { Ops.new + 1 }
try { Ops.new[1] }
try { Ops.new.foo = 1 }
class InitPriv
  def initialize = 1
  def initialize_copy(o) = super
  def respond_to_missing?(*) = false
end
try { InitPriv.new.initialize }
try { InitPriv.private_instance_methods(false).sort }
class Mid
  private
  def self.not_private = 1
  def a = 1
  define_method(:b) { 1 }
  attr_reader :c
  class << self
    def d = 1
  end
end
try { Mid.not_private }
try { Mid.d }
try { Mid.private_instance_methods(false).sort }
module MF
  def self.x = 1
  def helper = :h
  module_function :helper
  def both = helper
  p((module_function :both))
  p module_function
  def open_mf = 1
end
try { MF.helper }
try { MF.both }
try { MF.open_mf }
try { MF.instance_method(:helper).owner }
try { MF.send(:module_function, :nope) }
