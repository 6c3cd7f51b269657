# Module: instance_methods family, comparison, ancestors, class variables, attached objects.
module M
  def m1 = 1
  private def m2 = 2
end
class A
  include M
  def a1 = 1
  def a2 = 2
  protected def a3 = 3
  private def a4 = 4
  def self.s1 = 1
  private_class_method def self.s2 = 2
  @@cv = 1
  CON = 1
end
class B < A
  prepend(P = Module.new { def pre = 1 })
  def b1 = 1
  def a1 = 3
  @@cb = 2
  undef a2
end
def try
  p yield
rescue NameError, ArgumentError, TypeError, FrozenError => e
  puts "#{e.class}: #{e.message}"
end
try { A.instance_methods(false).sort }
try { (A.instance_methods - Object.instance_methods).sort }
try { (B.instance_methods - Object.instance_methods).sort }
try { B.instance_methods(false).sort }
try { B.public_instance_methods(false).sort }
try { A.private_instance_methods(false) }
try { (A.private_instance_methods - Object.private_instance_methods).sort }
try { A.protected_instance_methods }
try { B.method_defined?(:a2) }
try { B.instance_method(:a2) }
try { A.undefined_instance_methods }
try { B.undefined_instance_methods }
try { A.instance_methods(nil) == A.instance_methods(false) }
try { A.singleton_methods }
try { B.singleton_methods }
try { B.singleton_methods(false) }
try { A.singleton_class.instance_methods(false).sort }
try { A.singleton_class.private_instance_methods(false) }
try { A.new.methods(false) }
try { A.new.singleton_methods }
try { (A.new.methods - Object.new.methods).sort }
try { A.new.public_methods(false).first(2) == [] }
try { A.new.protected_methods }
try { A.new.private_methods(false).include?(:a4) }
try { A.class_variables }
try { B.class_variables.sort }
try { B.class_variables(false) }
try { A.class_variable_get(:@@cv) }
try { B.class_variable_get(:@@cv) }
try { B.class_variable_set(:@@cv, 5) }
try { A.class_variable_get(:@@cv) }
try { A.class_variable_defined?(:@@cv) }
try { A.class_variable_defined?("@@nope") }
try { A.class_variable_get(:@@nope) }
try { A.class_variable_get("cv") }
try { A.class_variable_set(:@x, 1) }
try { A.remove_class_variable(:@@cv) }
try { A.class_variables }
try { A.remove_class_variable(:@@cv) }
try { A < M }
try { M > A }
try { A <= A }
try { A < A }
try { M < A }
try { A <=> M }
try { M <=> A }
try { A <=> A }
try { A <=> Integer }
try { A <=> 1 }
try { A < Integer }
try { A < 1 }
try { A > 1 }
try { A >= 1 }
try { A <= nil }
try { A == A.dup }
try { A === A.new }
try { M === A.new }
try { Comparable === 1 }
try { B.ancestors.take(4).map(&:to_s).size }
try { A.ancestors.first(2) }
try { A.included_modules.first }
try { A.include?(M) }
try { A.include?(A) }
try { M.include?(M) }
try { A.include?(1) }
try { A.new.singleton_class.attached_object.class }
try { A.singleton_class.attached_object }
try { A.attached_object }
try { A.singleton_class? }
try { A.singleton_class.singleton_class? }
try { A.superclass }
try { B.superclass }
try { BasicObject.superclass }
try { A.singleton_class.superclass }
try { B.singleton_class.superclass }
try { Class.new.superclass }
try { M.superclass }
try { A.subclasses }
try { B.subclasses }
try { Integer.subclasses }
try { A.allocate.class }
try { Integer.allocate }
try { A.singleton_class.allocate }
try { A.singleton_class.new }
try { Class.new(A.singleton_class) }
try { Class.new(1) }
try { Class.new(Class) }
try { A.instance_method(:a1).class }
try { A.instance_of?(Class) }
try { M.class }
try { M.instance_of?(Module) }
try { M.new }
try { A.name.frozen? }
try { A.singleton_class.name }
try { A.singleton_class.inspect }
try { A.singleton_class.singleton_class.to_s }
try { Module.new.name }
try { A.hash == A.hash }
try { A.dup.name }
try { A.dup.instance_methods(false).sort == A.instance_methods(false).sort }
try { A.clone.new.a1 }
try { A.freeze; class A; def x = 1; end }
try { A.define_method(:y) { } }
try { A.attr_reader :z }
try { A.remove_method :a1 }
try { A.undef_method :a1 }
try { A.alias_method :zz, :a1 }
try { A.send(:private, :a1) }
try { A.include(Comparable) }
try { A.class_variable_set(:@@q, 1) }
try { A.const_set(:Q, 1) }
try { A.instance_variable_set(:@q, 1) }
try { def A.q = 1 }
try { A.frozen? }
try { B.frozen? }
class R
  def x = 1
  attr_reader :y
end
try { R.remove_method(:x, :y) }
try { R.new.x }
try { R.remove_method(:x) }
try { R.undef_method(:nope) }
try { M.undef_method(:nope) }
try { R.class_eval { undef to_s }; R.new.to_s }
try { R.alias_method(:q, :nope) }
try { R.alias_method(:insp, :inspect) }
try { R.attr_accessor(:a, "b") }
try { R.attr_reader(:"bad?") }
try { R.attr_writer(:"1x") }
try { R.attr(:one) }
try { R.attr(:one, :two) }
try { R.attr_reader }
try { R.define_method(:dd) { |x| x } }
try { R.instance_method(:dd).parameters }
try { R.public_instance_method(:dd).name }
try { R.const_missing(:Foo) }
try { R.class_exec(1) { |x| [self, x] } }
try { R.class_eval { self } }
try { R.module_eval { @iv = 5 }; R.instance_variable_get(:@iv) }
try { Module.new { def self.z = 1 }.z }
try { Class.new(A) { |k| k.const_set(:INS, 1) }::INS }
try { R.instance_methods.include?(:dd) }
try { M.instance_methods }
