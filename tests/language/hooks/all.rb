# Hooks: what calls them, with what, and in which order.
require_relative "../lib/check"

LOG = []
def logged
  LOG.clear
  yield
  LOG.dup
end

class Watched
  def self.inherited(child) = (super; LOG << [:inherited, child.name])
  def self.method_added(name) = LOG << [:method_added, name]
  def self.singleton_method_added(name) = LOG << [:singleton_method_added, name]
  def self.method_removed(name) = LOG << [:method_removed, name]
  def self.method_undefined(name) = LOG << [:method_undefined, name]
  def self.const_added(name) = (LOG << [:const_added, name]; super)
end
module Mixin
  def self.included(base) = LOG << [:included, base.inspect]
  def self.extended(base) = LOG << [:extended, base.class]
  def self.prepended(base) = LOG << [:prepended, base.inspect]
  def self.append_features(base) = (LOG << :append_features; super)
  def self.prepend_features(base) = (LOG << :prepend_features; super)
  def self.extend_object(object) = (LOG << :extend_object; super)
  def self.method_added(name) = LOG << [:module_method_added, name]
  def mixed = :mixed
end

check("hooks see themselves") { Watched.singleton_methods(false).sort.size }
check("singleton_method_added for itself") { logged { class Watched; def self.plain = 1; end } }
check("inherited by class") { logged { class Kid < Watched; end } }
check("inherited by Class.new") { logged { Class.new(Watched) } }
check("inherited runs before the body") { logged { Class.new(Watched) { LOG << :body } } }
check("inherited at assignment of a name") { logged { Grand = Class.new(Watched) } }
check("inherited goes to the parent of the parent") { logged { Class.new(Kid) } }
check("method_added by def") { logged { class Watched; def one; end; end } }
check("by attr_accessor") { logged { class Watched; attr_accessor :acc; end } }
check("by define_method") { logged { Watched.define_method(:dm) { } } }
check("by alias and alias_method") { logged { class Watched; alias two one; alias_method :three, :one; end } }
check("by private with def") { logged { class Watched; private def hid; end; end } }
check("by making an inherited one public") { logged { class Kid; public :hid; end } }
check("not by making its own public") { logged { class Watched; public :hid; end } }
check("in a child") { logged { class Kid; def own; end; end } }
check("by reopening with class_eval") { logged { Watched.class_eval { def ce; end } } }
check("by instance_eval: the singleton") { logged { Watched.instance_eval { def ie; end } } }
check("by class << self") { logged { class Watched; class << self; def cs; end; end; end } }
check("by def on the class") { logged { def Watched.outside; end } }
check("by define_singleton_method") { logged { Watched.define_singleton_method(:dsm) { } } }
check("method_removed") { logged { class Watched; remove_method :two; end } }
check("method_undefined by undef") { logged { class Watched; undef three; end } }
check("method_undefined by undef_method") { logged { Watched.send(:undef_method, :ce) } }
check("singleton_method_removed") do
  o = Object.new
  def o.singleton_method_removed(n) = LOG << [:gone, n]
  def o.singleton_method_undefined(n) = LOG << [:undefined, n]
  def o.a = 1
  def o.b = 1
  logged { o.singleton_class.remove_method(:a); o.singleton_class.undef_method(:b) }
end
check("singleton_method_added of an object") { o = Object.new; def o.singleton_method_added(n) = LOG << n; logged { def o.x; end; o.define_singleton_method(:y) { } } }
check("const_added by assignment") { logged { Watched::C = 1 } }
check("by class and module") { logged { class Watched; class In; end; module Mod; end; end } }
check("by const_set") { logged { Watched.const_set(:D, 2) } }
check("by autoload") { logged { Watched.autoload(:Auto, "nowhere") } }
check("not again by reopening") { logged { class Watched; class In; end; end } }
check("include") { logged { class IncludedHere; include Mixin; end } }
check("include twice") { logged { class IncludedHere; include Mixin; end } }
check("include in a module") { logged { Module.new { include Mixin } }.first }
check("extend") { logged { Object.new.extend(Mixin) } }
check("extend of a class") { logged { Class.new { extend Mixin } } }
check("prepend") { logged { class PrependedHere; prepend Mixin; end } }
check("append_features without super") { m = Module.new { def self.append_features(_) = nil; def x = 1 }; Class.new { include m }.include?(m) }
check("include several: from the last") do
  a = Module.new { def self.included(_) = LOG << :a }
  b = Module.new { def self.included(_) = LOG << :b }
  logged { Class.new { include a, b } }
end
check("extend several: from the last") do
  a = Module.new { def self.extended(_) = LOG << :a }
  b = Module.new { def self.extended(_) = LOG << :b }
  logged { Object.new.extend(a, b) }
end
check("module's method_added") { logged { module Mixin; def later; end; end } }
check("included with the class-methods idiom") do
  m = Module.new do
    def self.included(base) = base.extend(const_get(:ClassMethods))
    const_set(:ClassMethods, Module.new { def build = [:built, self.class] })
  end
  Class.new { include m }.build
end
check("inherited without super still subclasses") { k = Class.new { def self.inherited(_) = nil }; Class.new(k).superclass == k }
check("inherited raising") { k = Class.new { def self.inherited(_) = raise("no heirs") }; Class.new(k) }
check("inherited sets class instance variables") { k = Class.new { class << self; attr_accessor :list; def inherited(c) = (super; c.list = [*list, c.superclass == self]); end }; Class.new(Class.new(k)).list }
check("method_added that defines") { k = Class.new { def self.method_added(n) = (define_method(:"#{n}_too") { n } unless n.end_with?("_too")); def a; end }; k.instance_methods(false).sort }
check("method_added that wraps") do
  k = Class.new do
    def self.method_added(name)
      return if @busy || name == :initialize

      @busy = true
      old = instance_method(name)
      define_method(name) { |*a| [:wrapped, old.bind_call(self, *a)] }
      @busy = false
    end
    def twice(x) = x * 2
  end
  k.new.twice(4)
end
check("hooks are private") { [Watched.private_methods.include?(:inherited), Class.new.respond_to?(:inherited), Module.new.respond_to?(:included)] }
check("hooks return values are dropped") { k = Class.new { def self.method_added(_) = :dropped }; k.class_eval { def x; end } }
check("inherited and subclasses") { k = Class.new; a = Class.new(k); b = Class.new(k); [k.subclasses == [b, a], k.attached_object] }
check("attached_object") { Watched.singleton_class.attached_object }
check("Object#method_missing by default") { Object.new.missing_one }
check("const_missing hook") { k = Class.new { def self.const_missing(n) = [:missing, n] }; k::Foo }
check("respond_to_missing? is asked with the flag") { o = Object.new; def o.respond_to_missing?(n, all) = (LOG << [n, all]; false); logged { o.respond_to?(:a); o.respond_to?(:b, true) } }
check("coerce") { k = Class.new { def coerce(n) = [n, 10] }; [5 + k.new, 5 * k.new, 1.5 - k.new, 5 <=> k.new, 5 == k.new] }
check("coerce giving nonsense") { k = Class.new { def coerce(_) = 5 }; 1 + k.new }
check("coerce missing") { 1 + Object.new }
check("to_str in +") { k = Class.new { def to_str = "str" }; ["a" + k.new, "a" == k.new, "astr".include?(k.new), ["x", k.new].join("-")] }
check("to_ary in multiple assignment") { k = Class.new { def to_ary = [1, 2] }; a, b = k.new; [a, b, [[0], k.new].flatten, [k.new].each { |x, y| break [x, y] }] }
check("to_proc and to_hash") { k = Class.new { def to_hash = { a: 1 } }; [{ **k.new }, { b: 2 }.merge(k.new)] }
check("===") { k = Class.new { def self.===(o) = o == 5 }; [case 5 when k then :yes end, case 6 when k then :yes else :no end, [4, 5].grep(k)] }
check("hash and eql?") { k = Class.new { attr_reader :v; def initialize(v) = @v = v; def hash = v.hash; def eql?(o) = v == o.v }; [{ k.new(1) => :a }[k.new(1)], [k.new(1), k.new(1)].uniq.size, [k.new(1)] & [k.new(1)] == [], [k.new(2)].include?(k.new(2))] }
check("each makes enumerable") { k = Class.new { include Enumerable; def each = (yield 3; yield 1) }; [k.new.sort, k.new.include?(1), k.new.each_with_index.to_a] }
check("<=> makes comparable") { k = Class.new { include Comparable; attr_reader :v; def initialize(v) = @v = v; def <=>(o) = v <=> o.v }; [k.new(1) < k.new(2), [k.new(3), k.new(1)].min.v, k.new(2).between?(k.new(1), k.new(3)), k.new(9).clamp(k.new(1), k.new(3)).v] }
check("succ makes ranges") { k = Class.new { include Comparable; attr_reader :v; def initialize(v) = @v = v; def <=>(o) = v <=> o.v; def succ = self.class.new(v + 1) }; (k.new(1)..k.new(4)).map(&:v) }
