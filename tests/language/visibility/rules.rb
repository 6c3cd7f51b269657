# public, protected and private: every form of the words, every form of a call.
require_relative "../lib/check"

class Base
  def pub = :pub
  protected def prot = :prot
  private def priv = :priv
  private

  def below = :below
  attr_accessor :hidden
  def self.not_private = :singleton

  public

  def again = :again
  def call_priv = priv
  def call_self_priv = self.priv
  def call_prot(other) = other.prot
  def call_priv_on(other) = other.priv
  def set_hidden = self.hidden = 5
  def op_hidden = self.hidden += 1
  def or_hidden = self.hidden ||= 9
  def get_self_hidden = self.hidden
  def safe_priv(other) = other&.priv
  def safe_self_priv = self&.priv
  def send_priv(other) = other.send(:priv)
  def block_priv = [1].map { priv }.first
  def eval_priv(other) = other.instance_eval { priv }
  def method_priv = method(:priv).call
  def sym_priv(other) = [other].map(&:priv)
  def index_priv = self[1]
  private def [](i) = [:private_index, i]
  def plus_priv = self + 1
  private def +(x) = [:private_plus, x]
  def not_priv = !self
end
class Child < Base
  public :priv
  private :again
  def try_again = again
  def call_prot_child(other) = other.prot
end
class Stranger
  def call_prot(other) = other.prot
end

b = Base.new
check("public") { b.pub }
check("private") { b.priv }
check("protected") { b.prot }
check("below private") { b.below }
check("def self. is not affected") { Base.not_private }
check("attr_accessor is") { b.hidden }
check("public again") { b.again }
check("private by name") { b.call_priv }
check("private by self.") { b.call_self_priv }
check("private on another of the class") { b.call_priv_on(Base.new) }
check("protected on another of the class") { b.call_prot(Base.new) }
check("protected on a child") { b.call_prot(Child.new) }
check("protected from a child") { Child.new.call_prot_child(b) }
check("protected from a stranger") { Stranger.new.call_prot(b) }
check("private setter by self.") { b.set_hidden }
check("private getter by self.") { b.get_self_hidden }
check("private op-assignment") { b.op_hidden }
check("private or-assignment") { Base.new.or_hidden }
check("private setter from outside") { b.hidden = 1 }
check("safe call of a private one") { b.safe_priv(Base.new) }
check("safe call on self") { b.safe_self_priv }
check("send") { b.send(:priv) }
check("__send__") { b.__send__(:prot) }
check("public_send") { b.public_send(:priv) }
check("public_send protected") { b.public_send(:prot) }
check("in a block") { b.block_priv }
check("instance_eval") { b.eval_priv(Base.new) }
check("method object") { b.method_priv }
check("method object from outside") { b.method(:priv).call }
check("public_method") { b.public_method(:priv) }
check("symbol to_proc") { b.sym_priv(Base.new) }
check("symbol to_proc from outside") { [b].map(&:priv) }
check("private [] on self") { b.index_priv }
check("private [] from outside") { b[1] }
check("private + on self") { b.plus_priv }
check("private + from outside") { b + 1 }
check("respond_to?") { [b.respond_to?(:pub), b.respond_to?(:prot), b.respond_to?(:priv), b.respond_to?(:priv, true)] }
check("defined?") { [defined?(b.pub), defined?(b.prot), defined?(b.priv)] }
check("made public in a child") { Child.new.priv }
check("the parent's stays") { b.priv }
check("made private in a child") { Child.new.again }
check("callable inside") { Child.new.try_again }
check("lists") { [Base.private_instance_methods(false).sort, Base.protected_instance_methods(false), Child.instance_methods(false).sort] }
check("predicates") { [Base.public_method_defined?(:pub), Base.private_method_defined?(:priv), Base.protected_method_defined?(:prot), Base.method_defined?(:priv), Base.method_defined?(:prot)] }
check("private with nothing") { Class.new { def a = 1; private; def b = 2 }.instance_methods(false) }
check("private with a list") { Class.new { def a = 1; def b = 2; private :a, :b }.private_instance_methods(false).sort }
check("private with an array") { Class.new { def a = 1; def b = 2; private %i[a b] }.private_instance_methods(false).sort }
check("what private returns") { r = nil; Class.new { def a = 1; def b = 2; r = [private, private(:a), private(:a, :b), private([:a])] }; r }
check("private unknown") { Class.new { private :nope } }
check("private attr") { Class.new { private attr_reader :x, :y }.private_instance_methods(false).sort }
check("private in a block of the body") { Class.new { 1.times { private; def x = 1 }; def y = 2 }.private_instance_methods(false).sort }
check("private does not reach a nested class") { Class.new { private; const_set(:In, Class.new { def m = 1 }) }::In.new.m }
check("private does not survive reopening") { class Base; def reopened = 1; end; b.reopened }
check("private and define_method") { Class.new { private; define_method(:d) { 1 } }.new.d }
check("private define_method") { Class.new { private define_method(:d) { 1 } }.new.d }
check("define_method elsewhere") { c = Class.new; c.class_eval { private }; c.define_method(:d) { 1 }; c.new.d }
check("private_class_method") { Class.new { def self.make = 1; private_class_method :make }.make }
check("private_class_method with def") { Class.new { private_class_method def self.make = 1; def self.try = make }.try }
check("public_class_method") { Class.new { class << self; private def make = 1; end; public_class_method :make }.make }
check("private new") { Class.new { private_class_method :new }.new }
check("private new inside") { Class.new { private_class_method :new; def self.build = new.class == self }.build }
check("initialize is private") { b.initialize }
check("initialize_copy, respond_to_missing? are too") { Class.new { def initialize_copy(o) = 1; def respond_to_missing?(*) = false; def initialize_dup(o) = 1 }.private_instance_methods(false).sort }
check("methods at the top are private") { def at_the_top = 1; b.at_the_top }
check("module_function") { m = Module.new { module_function; def f = :f }; [m.f, (Object.new.extend(m).f rescue $!.class)] }
check("module_function with names") { m = Module.new { def f = :f; def g = :g; module_function :f }; [m.f, m.respond_to?(:g)] }
check("module_function copies") { m = Module.new { def f = :old; module_function :f; def f = :new }; [m.f, Object.new.extend(m).f] }
check("module_function in a class") { Class.new { module_function } }
check("protected setter") { Class.new { protected attr_writer :w; def give(o) = o.w = 3 }.then { |k| k.new.give(k.new) } }
check("protected ==") { Class.new { def initialize(v) = @v = v; protected attr_reader :v; public def ==(o) = v == o.v }.then { |k| [k.new(1) == k.new(1), k.new(1) == k.new(2)] } }
check("protected in a module") { m = Module.new { protected def pm = :pm; public def ask(o) = o.pm }; k = Class.new { include m }; k.new.ask(k.new) }
check("protected through define_method") { Class.new { protected def pm = :pm; define_method(:ask) { |o| o.pm } }.then { |k| k.new.ask(k.new) } }
check("protected with a lambda's self") { k = Class.new { protected def pm = 1 }; -> { k.new.pm }.call }
check("method_missing gets private calls") { Class.new { def method_missing(n, *) = [:missing, n]; private def hid = 1 }.new.hid }
check("singleton private") { o = Object.new; class << o; private def s = 1; end; o.s }
check("singleton_class.private") { o = Object.new; def o.s = 1; o.singleton_class.send(:private, :s); o.s }
check("an alias keeps the visibility") { Class.new { private def a = 1; alias b a; alias_method :c, :a }.private_instance_methods(false).sort }
check("an alias made before") { Class.new { def a = 1; alias b a; private :a }.new.b }
check("public on an inherited one makes a stub") { c = Class.new(Base) { public :below }; [c.new.below, c.instance_method(:below).owner == c || c.instance_method(:below).owner] }
check("visibility of overriding") { Class.new(Base) { def priv = :now_public }.new.priv }
check("private =") { Class.new { def go = (self.v = 3; @v); private; def v=(x); @v = x; end }.new.go }
check("private ! and unary") { Class.new { def go = [-self, ~self]; private def -@ = :neg; private def ~ = :tilde }.new.go }
