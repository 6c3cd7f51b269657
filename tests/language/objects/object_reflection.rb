# Object: methods, instance variables, send, respond_to?, extend, singleton classes, copying.
def try
  p yield
rescue StandardError => e
  puts "#{e.class}: #{e.message.split("0x")[0]}"
end
class P
  attr_accessor :a, :b
  def initialize(a = 1, b = 2)
    @a = a
    @b = b
  end
  def pub = :pub
  protected def prot = :prot
  private def priv = :priv
  def self.cm = :cm
end
o = P.new
try { o.instance_variables }
try { o.instance_variable_get(:@a) }
try { o.instance_variable_get("@b") }
try { o.instance_variable_get(:@nope) }
try { o.instance_variable_set(:@c, 3) }
try { o.instance_variables }
try { o.instance_variable_defined?(:@c) }
try { o.instance_variable_defined?("@d") }
try { o.remove_instance_variable(:@c) }
try { o.remove_instance_variable(:@c) }
try { o.instance_variable_get("a") }
try { o.instance_variable_get(:"@") }
try { o.instance_variable_get("@1") }
try { o.instance_variable_set("@a b", 1) }
try { o.instance_variable_get(1) }
try { o.instance_variable_defined?("@@x") }
try { o.remove_instance_variable("x") }
try { P.instance_variable_set(:@level, :class); P.instance_variable_get(:@level) }
try { P.instance_variables }
try { 5.instance_variable_get(:@x) }
try { 5.instance_variable_set(:@x, 1) }
try { :s.instance_variable_set(:@x, 1) }
try { nil.instance_variables }
try { "s".instance_variable_set(:@x, 1) }
try { o.public_send(:pub) }
try { o.public_send(:prot) }
try { o.public_send(:priv) }
try { o.send(:priv) }
try { o.__send__("priv") }
try { o.send }
try { o.send(1) }
try { o.send(:nope, 1) }
try { o.public_send("a=", 9); o.a }
try { o.respond_to?(:pub) }
try { o.respond_to?(:prot) }
try { o.respond_to?(:priv) }
try { o.respond_to?(:priv, true) }
try { o.respond_to?("pub") }
try { o.respond_to?(1) }
try { o.respond_to? }
try { o.singleton_methods }
def o.s1 = 1
class << o
  def s2 = 2
  private def s3 = 3
  attr_reader :s4
  protected def s5 = 5
end
try { o.singleton_methods.sort }
module Ext
  def e1 = :e1
  private def e2 = :e2
end
try { o.extend(Ext).equal?(o) }
try { o.singleton_methods.sort }
try { o.singleton_methods(false).sort }
try { o.e1 }
try { o.is_a?(Ext) }
try { Ext === o }
try { o.singleton_class.include?(Ext) }
try { o.singleton_class.ancestors.first(3).last }
try { o.extend }
try { o.extend(P) }
try { o.extend(1) }
try { o.methods(false).sort }
try { (o.methods - P.instance_methods).sort }
try { o.public_methods(false).include?(:pub) }
try { o.private_methods(false).include?(:priv) }
try { o.protected_methods.sort }
try { o.methods.include?(:priv) }
try { o.methods.include?(:prot) }
try { P.singleton_methods }
try { Class.new(P).singleton_methods }
try { Class.new(P).singleton_methods(false) }
try { o.dup.singleton_methods }
try { o.clone.singleton_methods.sort }
try { o.clone.s1 }
try { o.dup.s1 }
try { o.clone.e1 }
try { o.dup.e1 }
try { o.dup.a }
try { o.freeze.frozen? }
try { o.a = 1 }
try { o.instance_variable_set(:@a, 1) }
try { o.remove_instance_variable(:@a) }
try { o.extend(Module.new) }
try { def o.later = 1 }
try { o.define_singleton_method(:l2) { } }
try { o.singleton_class.frozen? }
try { o.dup.frozen? }
try { o.clone.frozen? }
try { o.clone(freeze: false).frozen? }
try { P.new.clone(freeze: true).frozen? }
try { o.clone(freeze: 1) }
try { o.clone(freeze: nil).frozen? }
try { 1.clone(freeze: false) }
try { 1.dup }
try { :a.clone }
try { nil.dup }
try { method(:try).unbind.class }
class CopyMe
  attr_reader :log
  def initialize = @log = [:init]
  def initialize_copy(o) = @log = o.log + [:copy]
  def initialize_dup(o)
    super
    @log += [:dup]
  end
  def initialize_clone(o, freeze: nil)
    super
    @log += [:clone, freeze]
  end
end
try { CopyMe.new.dup.log }
try { CopyMe.new.clone.log }
try { CopyMe.new.clone(freeze: true).log }
try { CopyMe.new.clone(freeze: false).log }
try { o.singleton_class.instance_methods(false).sort }
try { o.singleton_class.inspect.split("0x")[0] }
try { P.singleton_class.inspect }
try { P.singleton_class.singleton_class.inspect }
try { 1.singleton_class }
try { nil.singleton_class }
try { P.new.singleton_class == P.new.singleton_class }
try { x = P.new; x.singleton_class.equal?(x.singleton_class) }
try { o.itself.equal?(o) }
try { o.then { |x| x.a } }
try { o.tap { |x| 5 }.equal?(o) }
try { o.instance_of?(P) }
try { o.kind_of?(Object) }
try { o.instance_of?(1) }
try { o.is_a?("x") }
try { o.hash == o.hash }
try { o == o.dup }
try { o.eql?(o) }
try { o.equal?(o.dup) }
try { o != o }
try { !o }
try { o !~ 1 }
try { o <=> o }
try { o <=> 1 }
try { o === o }
try { o =~ 1 }
try { o.instance_eval { @a } }
try { o.instance_exec(5) { |x| @b + x } }
try { o.instance_eval { priv } }
try { o.instance_eval { |x| x.equal?(self) } }
try { o.instance_exec }
try { o.instance_eval }
try { P.instance_eval { def ie_sing = :ie }; P.ie_sing }
try { P.class_eval { def ce = :ce }; P.new.ce }
try { P.class_exec(:dyn) { |n| define_method(n) { n } }; P.new.dyn }
class BO < BasicObject
  def hi = :hi
  def method_missing(n, *a) = [:mm, n, a]
end
b = BO.new
try { b.hi }
try { b.other(1) }
try { b == b }
try { b != b }
try { !b }
try { b.equal?(b) }
try { b.__id__.class }
try { b.__send__(:hi) }
try { b.instance_eval { hi } }
try { b.instance_exec(1) { |x| x } }
try { b.class }
try { b.inspect }
try { BO.instance_methods.sort - [:hi, :method_missing] }
try { BasicObject.instance_methods.sort }
try { BasicObject.private_instance_methods.sort }
try { Class.new(BasicObject).new.foo }
try { Class.new(BasicObject).new.inspect }
