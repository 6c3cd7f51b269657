# Singleton classes and methods: definition in every form, look-up, inheritance, copying, reflection.
require_relative "../lib/check"

class Animal
  def self.kinds = [name]
  def self.inherited_kind = :animal
  class << self
    attr_accessor :registry
    def create(...) = new(...)
    def open_one = singleton_class?
    private def hidden = :hidden
    def show_hidden = hidden
    CONST_INSIDE = 1
    @inside = :ivar_of_singleton
    def inside = singleton_class.instance_variable_get(:@inside)
    def method_missing(n, *a) = n.start_with?("find_") ? [n, a] : super
    def respond_to_missing?(n, all = false) = n.start_with?("find_") || super
  end
end
class Dog < Animal
  def self.kinds = super + [:dog]
end

check("def self.") { Animal.kinds }
check("inherited by subclasses") { [Dog.kinds, Dog.inherited_kind] }
check("class << self") { Animal.create.class }
check("singleton_class?") { [Animal.open_one, Animal.singleton_class.singleton_class?] }
check("attr_accessor, per class") { Animal.registry = 1; [Animal.registry, Dog.registry] }
check("private") { Animal.hidden }
check("private inside") { Animal.show_hidden }
check("constant in it is not the class's") { Animal::CONST_INSIDE }
check("ivar of it") { Animal.inside }
check("method_missing of the class") { Dog.find_rex(1) }
check("method_missing super") { Animal.lose }
check("respond_to?") { [Animal.respond_to?(:find_x), Animal.respond_to?(:lose), Animal.respond_to?(:hidden)] }
check("ancestors") { Dog.singleton_class.ancestors.first(5) }
check("superclass") { [Dog.singleton_class.superclass, Animal.singleton_class.superclass, BasicObject.singleton_class.superclass] }
check("inspect") { [Dog.singleton_class.inspect, Dog.singleton_class.singleton_class.inspect] }
check("name") { Dog.singleton_class.name }
check("methods(false)") { Dog.methods(false) }
check("instance_methods of it") { Dog.singleton_class.instance_methods(false) }
check("owner") { [Dog.method(:kinds).owner, Dog.method(:create).owner, Dog.method(:new).owner] }
check("unbind") { Dog.method(:kinds).unbind.class }
check("bind to a subclass") { Animal.method(:inherited_kind).unbind.bind(Class.new(Animal)).call }
check("bind to another") { Animal.method(:inherited_kind).unbind.bind(String) }

o = Object.new
check("def on an object") { def o.hello(x = 1, *r, k: 2) = [x, r, k]; o.hello(5, k: 6) }
check("define_singleton_method") { [o.define_singleton_method(:there) { |x = 2| x * 2 }, o.there, o.there(4)] }
check("with a method") { o.define_singleton_method(:up, "abc".method(:upcase)) }
check("with a lambda") { o.define_singleton_method(:lam, ->(x) { x }); o.lam }
check("without a block") { o.define_singleton_method(:none) }
check("class << o") { class << o; def inside = [self.class, singleton_methods.sort]; end; o.inside }
check("value of class <<") { (class << o; 5; end) }
check("self in class <<") { (class << o; self; end) == o.singleton_class }
check("def on an expression") { list = [Object.new]; x = list[0]; def x.e = :e; list[0].e }
check("def on a parenthesised expression") { a = [Object.new]; def (a[0]).pe = :pe; a[0].pe }
check("def on a constant") { def Dog.bark = :woof; Dog.bark }
check("def on self in a method") { Class.new { def make = (def self.made = :made) }.new.tap(&:make).made }
check("def on an ivar") { @iv = Object.new; def @iv.x = 1; @iv.x }
check("def on a global") { $gl = Object.new; def $gl.x = 2; $gl.x }
check("def on nil") { def nil.svm_extra = :extra; nil.svm_extra }
check("def on an integer") { i = 1; def i.x = 1 }
check("def on a symbol") { s = :a; def s.x = 1 }
check("def on a float") { f = 1.5; def f.x = 1 }
check("class << integer") { class << 1; end }
check("singleton_class of integer") { 1.singleton_class }
check("singleton_class of nil, true") { [nil.singleton_class, true.singleton_class] }
check("the class of an object does not change") { [o.class, o.singleton_class.instance_of?(Class), o.is_a?(o.singleton_class)] }
check("singleton before class") { s = "x".dup; def s.upcase = "single"; [s.upcase, "x".upcase] }
check("super goes to the class") { s = "x".dup; def s.upcase = super + "!"; s.upcase }
check("extend comes after it") { m = Module.new { def who = [:module, (super rescue :none)] }; s = Object.new; def s.who = [:single, super]; s.extend(m); s.who }
check("include in it is extend") { s = Object.new; s.singleton_class.include(Comparable); s.singleton_class.include?(Comparable) && s.is_a?(Comparable) }
check("prepend in it") { s = Object.new; def s.v = 1; s.singleton_class.prepend(Module.new { def v = super + 10 }); s.v }
check("dup drops singleton methods") { s = Object.new; def s.v = 1; s.dup.v }
check("clone keeps them") { s = Object.new; def s.v = 1; s.clone.v }
check("clone's are apart") { s = Object.new; def s.v = 1; c = s.clone; def c.v = 2; [s.v, c.v] }
check("dup keeps extend? no") { s = Object.new.extend(Comparable); [s.dup.is_a?(Comparable), s.clone.is_a?(Comparable)] }
check("clone of a class keeps class methods") { c = Dog.clone; [c.bark, (c.kinds rescue $!.class), c.name] }
check("dup of a class") { c = Animal.dup; [c.inherited_kind, c.create.class == c, c.registry] }
check("singleton_method") { o.singleton_method(:there).call(3) }
check("singleton_method missing") { o.singleton_method(:class) }
check("remove") { s = Object.new; def s.v = 1; s.singleton_class.send(:remove_method, :v); s.v }
check("undef") { s = "x".dup; s.singleton_class.send(:undef_method, :upcase); s.upcase }
check("undef in class <<") { s = "x".dup; class << s; undef size; end; [s.length, (s.size rescue $!.message)] }
check("alias in class <<") { s = "x".dup; class << s; alias big upcase; end; s.big }
check("instance_eval defines on it") { s = Object.new; s.instance_eval { def ie = :ie }; [s.ie, s.singleton_methods] }
check("instance_exec too") { s = Object.new; s.instance_exec(5) { |n| define_singleton_method(:ix) { n } }; s.ix }
check("class_eval on a class does not") { Dog.class_eval { def ce = :ce }; Dog.new.ce }
check("instance_eval on a class does") { Dog.instance_eval { def ci = :ci }; Dog.ci }
check("self.attr in a class body") { Class.new { class << self; attr_writer :w; def r = @w; end; self.w = 3 }.r }
check("class-level instance variables are not inherited") { k = Class.new { @list = [1]; class << self; attr_reader :list; end }; [k.list, Class.new(k).list] }
check("module functions of a module") { m = Module.new { def self.x = :x; class << self; def y = x; end }; [m.y, m.singleton_methods.sort] }
check("extend self") { m = Module.new { extend self; def x = :x }; m.x }
check("or inherited from") { Class.new(Object.new.singleton_class) }
check("or allocated") { Object.new.singleton_class.allocate }
check("instance_of? and kind_of?") { s = Object.new; def s.x = 1; [s.instance_of?(Object), s.kind_of?(Object), Object === s] }
check("marshal-free identity") { Dog.singleton_class.equal?(Dog.singleton_class) }
check("singleton of main") { def self.top_single = :top; [top_single, singleton_methods.include?(:top_single)] }
check("local variables in class <<") { x = 5; s = Object.new; (class << s; defined?(x); end).inspect }
check("block closures in define_singleton_method") { n = 0; s = Object.new; s.define_singleton_method(:inc) { n += 1 }; s.inc; s.inc; n }
check("operators on one object") { s = Object.new; def s.+(x) = [:plus, x]; def s.[](i) = i; def s.call(x) = x; def s.-@ = :neg; [s + 1, s[2], s.(3), -s] }
check("to_s and inspect on one object") { s = Object.new; def s.to_s = "ts"; def s.inspect = "ins"; "#{s} #{[s]}" }
check("== and hash on one object") { s = Object.new; def s.==(x) = true; [s == 1, 1 == s, [s].include?(9), s != 1] }
check("each on one object with Enumerable") { s = Object.new; def s.each = (yield 1; yield 2); s.extend(Enumerable); [s.map { _1 + 1 }, s.sum, s.sort_by { -_1 }] }
