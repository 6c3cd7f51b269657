# super with and without arguments in every place a method body has, and through every kind of ancestor.
require_relative "../lib/check"

class Base
  def m(*r, **o, &b) = [:base, r, o, b&.call].compact
  def value = 1
  def each = (yield 1; yield 2; :each)
  def opt(a, b = 2, *c, d, e: 5, **f) = [a, b, c, d, e, f]
  def [](i) = [:index, i]
  def []=(i, v)
    (@set ||= {})[i] = v
  end
  def +(other) = [:plus, other]
  def -@ = :minus
  def name=(v)
    @name = "base #{v}"
  end
  attr_reader :name, :set
  def question? = true
  def self.make(*a) = [:made, self, a]
  def method_missing(name, *a) = name == :ghost ? [:ghost, a] : super
  def respond_to_missing?(name, all = false) = name == :ghost || super
end

class Child < Base
  def m(a = :default, *r, k: :key, **o, &b) = super
  def value = super + super() + (super)
  def each = super { |x| yield x * 10 }
  def opt(a, b = 20, *c, d, e: 50, **f) = super
  def [](i) = super(i + 1)
  def []=(i, v)
    super(i, v * 2)
  end
  def +(other) = super
  def -@ = [super]
  def name=(v)
    super
  end
  def question? = !super
  def self.make(*) = super
  def ghost(*) = super
end

c = Child.new
check("zsuper passes defaults") { c.m }
check("zsuper passes all kinds") { c.m(1, 2, k: 3, z: 4) { :b } }
check("zsuper with optionals and post") { c.opt(1, 9) }
check("zsuper with all of them") { c.opt(1, 2, 3, 4, e: 6, g: 7) }
check("several forms in an expression") { c.value }
check("super with a block of its own") { log = []; [c.each { |x| log << x }, log] }
check("index") { c[1] }
check("index assignment") { c[1] = 5; c.set }
check("operator") { c + 1 }
check("unary operator") { -c }
check("setter") { c.name = "x"; c.name }
check("question") { c.question? }
check("class method") { Child.make(1, 2) }
check("to method_missing") { c.ghost(1) }

class Places < Base
  def m(a, b = 2)
    a = :changed
    b ||= 0
    super
  end
  def in_block(x) = [1, 2].map { |i| [i, value_of(x)] }
  def value_of(x) = x
end
class Deeper < Places
  def m(a, b = 3)
    first = [1].map { super }
    second = [1].map { |x| super(x) }
    third = -> { super() rescue $!.class }.call
    [first, second, third]
  end
  def value
    begin
      raise "x"
    rescue
      super
    ensure
      @ensured = super rescue nil
    end
  end
  def each
    return to_enum(:each) unless block_given?
    super
  end
  def +(x) = x > 0 ? super : x.zero? ? super(0) : :negative
  def [](i) = i.is_a?(Array) ? i.map { |j| super(j) } : super
  def question? = defined?(super)
  def value2 = defined?(super).inspect
end
d = Deeper.new
check("changed arguments are passed") { Places.new.m(:original) }
check("changed to nothing") { Places.new.m(1, nil) }
check("in blocks and lambdas") { d.m(:a) }
check("in rescue and ensure") { d.value }
check("with the method's block") { d.each { |x| x }.inspect }
check("in an enumerator") { d.each.to_a }
check("in conditions") { [d + 1, d + 0, d + -1] }
check("in a block with arguments") { d[[1, 2]] }
check("defined?(super)") { [d.question?, d.value2] }

check("define_method, explicit") { Class.new(Base) { define_method(:value) { super() + 10 } }.new.value }
check("define_method, arguments") { Class.new(Base) { define_method(:m) { |*a, **k, &b| super(*a, **k, &b) } }.new.m(1, k: 2) { 3 } }
check("define_method, implicit") { Class.new(Base) { define_method(:value) { super } }.new.value }
check("singleton method") { o = Base.new; def o.value = super + 100; o.value }
check("singleton over Child") { o = Child.new; def o.m(*) = [:single, super]; o.m(1) }
check("through a module") { m = Module.new { def value = super + 5 }; Class.new(Base) { include m; def value = super * 2 }.new.value }
check("through a prepended module") { m = Module.new { def value = super + 5 }; Class.new(Base) { prepend m; def value = super * 2 }.new.value }
check("through extend") { m = Module.new { def value = super + 7 }; Base.new.extend(m).value }
check("two modules") do
  a = Module.new { def value = [:a, super] }
  b = Module.new { def value = [:b, super] }
  Class.new(Base) { include a, b }.new.value
end
check("module twice in the chain") { m = Module.new { def value = [super] }; Class.new(Class.new(Base) { include m }) { prepend m }.new.value }
check("no super method") { Class.new { def alone = super }.new.alone }
check("no super method, with arguments") { Class.new { def alone(a) = super(a) }.new.alone(1) }
check("no super class method") { Class.new { def self.alone = super }.alone }
check("super private method") { Class.new(Class.new { private def hid = :hidden }) { def hid = super }.new.hid }
check("super to undefined") { Class.new(Class.new(Base) { undef_method :value }) { def value = super }.new.value }
check("super to removed") { k = Class.new(Base) { def value = :removed }; k.remove_method(:value); Class.new(k) { def value = super }.new.value }
check("method defined later") { k = Class.new; s = Class.new(k) { def late = super }; o = s.new; [(o.late rescue $!.class), k.define_method(:late) { :now }, o.late] }
check("alias keeps its super") { Class.new(Child) { alias old m; def m(*) = :new; def try = old(1) }.new.try }
check("aliased name finds by the original name") { Class.new(Base) { def value = super; alias other value }.new.other }
check("super in initialize") { Class.new(Class.new { def initialize(a) = @a = a; attr_reader :a }) { def initialize(a, b) = super(a + b) }.new(1, 2).a }
check("super in initialize, missing arguments") { Class.new(Class.new { def initialize(a) = @a = a }) { def initialize = super }.new }
check("super in initialize_copy") { Class.new { def initialize_copy(o) = (super; @copied = true); attr_reader :copied }.new.dup.copied }
check("super in respond_to_missing?") { [c.respond_to?(:ghost), c.respond_to?(:ghoul)] }
check("super in method_missing") { c.ghoul }
check("super in inspect") { Class.new { def inspect = super[0, 9] }.new }
check("super in to_s") { Class.new { def to_s = super.size > 5 }.new.to_s }
check("super in ==") { o = Class.new { def ==(x) = super || x == 5 }.new; [o == o, o == 5, o == 6] }
check("super in <=>") { Class.new { def <=>(x) = super }.new <=> 1 }
check("super in Class#new") { Class.new { def self.new(*) = [super] }.new.size }
check("super in instance_exec") { Class.new(Base) { def value = 5.instance_exec { super() } }.new.value }
check("super of another object") { Class.new(Base) { def value = Base.new.instance_exec { super() } }.new.value }
check("a block parameter reassigned") { Class.new(Base) { def m(*a, &b) = (b = -> { :other }; super) }.new.m(1) { :given } }
check("block-pass nil") { Class.new(Base) { def m(*a, &b) = super(*a, &nil) }.new.m(1) { :given } }
check("anonymous block and rest") { Class.new(Base) { def m(*, **, &) = super(*, **, &) }.new.m(1, k: 2) { 3 } }
check("... and super") { Class.new(Base) { def m(...) = super(...) }.new.m(1, k: 2) { 3 } }
check("... and zsuper") { Class.new(Base) { def m(...) = super }.new.m(1, k: 2) { 3 } }
check("destructuring parameter") { Class.new(Base) { def m((a, b), c) = super }.new.m([1, 2], 3) }
check("keyword changed") { Class.new(Base) { def m(k: 1) = (k += 1; super) }.new.m(k: 5) }
check("rest changed") { Class.new(Base) { def m(*r) = (r << :more; super) }.new.m(1) }
check("key rest changed") { Class.new(Base) { def m(**o) = (o[:z] = 0; super) }.new.m(a: 1) }
check("super_method") { [c.method(:value).super_method.owner, c.method(:value).super_method.call, Base.new.method(:value).super_method] }
check("at the top level") { eval("super") }
check("in a class body") { Class.new { super } }
