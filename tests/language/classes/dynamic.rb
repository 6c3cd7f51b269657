A = Class.new do
  attr_reader :v
  def initialize(v) = @v = v
  def hi = "hi #{v}"
end
B = Class.new(A) { def hi = super + "!" }
p A.new(1).hi, B.new(2).hi, A.name, B.superclass, Class.new.name, Class.new(B).new(3).hi
anon = Class.new(StandardError)
begin
  raise anon, "anon msg"
rescue => e
  p e.message, e.class == anon
end
A.class_eval do
  def added = :added
  define_method(:dm) { |x = 1, *r, k: 2, &b| [x, r, k, b&.call, v] }
end
p A.new(1).added, A.new(5).dm, A.new(5).dm(2, 3, k: 4) { :b }
o = Object.new
o.define_singleton_method(:sing) { |x| x * 2 }
class << o
  attr_accessor :acc
  def meta = :meta
end
o.acc = 3
p o.sing(4), o.acc, o.meta, o.singleton_methods.sort, o.singleton_class.instance_methods(false).sort
p A.instance_methods(false).sort, A.method_defined?(:dm), A.new(1).method(:dm).arity
A.remove_method(:added)
p A.new(1).respond_to?(:added)
class C
  %w[a b].each_with_index { |n, i| define_method("m_#{n}") { i } }
  define_method(:from_method, A.instance_method(:hi)) rescue puts "#{$!.class}"
  define_method(:from_lambda, ->(x) { x + 1 })
  define_method(:+) { |x| x }
  p define_method(:ret) { }
end
p C.new.m_a, C.new.m_b, C.new.from_lambda(1), C.new + 5, C.new.ret
begin
  C.new.from_lambda
rescue ArgumentError => e
  puts e.message
end
class Meta
  def self.property(*names)
    names.each do |n|
      define_method(n) { instance_variable_get("@#{n}") }
      define_method("#{n}=") { |v| instance_variable_set("@#{n}", v) }
    end
  end
  property :w, :h
end
m = Meta.new
m.w = 3
m.h = 4
p m.w * m.h, Meta.instance_methods(false).sort
m.instance_eval { @w = 9 }
p m.w, m.instance_exec(2) { |k| @w * k }
p String.instance_method(:upcase).bind("x").call, 5.method(:+).call(3), [1, 2].method(:map).unbind.bind([3]).call { |x| x + 1 }, 5.method(:+).unbind.class
s = Struct.new(:a)
p Class.new(s).new(1).a, A.instance_method(:hi).bind(B.new(7)).call
mod = Module.new { def mixed = :mixed }
A.include(mod)
p B.new(1).mixed, mod.name, A.include?(mod)
Named = mod
p mod.name, A.ancestors.include?(Named)
