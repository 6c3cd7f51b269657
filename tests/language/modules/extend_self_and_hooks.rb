module Plugin
  REG = []
  def self.included(base)
    REG << base.name
    base.extend(Macros)
  end
  module Macros
    def option(name, default: nil)
      options[name] = default
      define_method(name) { instance_variable_defined?("@#{name}") ? instance_variable_get("@#{name}") : self.class.options[name] }
      define_method("#{name}=") { |v| instance_variable_set("@#{name}", v) }
    end
    def options = @options ||= (superclass.respond_to?(:options) ? superclass.options.dup : {})
  end
end
class Base
  include Plugin
  option :color, default: "red"
  option :size
end
class Special < Base
  option :shape, default: :round
end
s = Special.new
p s.color, s.size, s.shape, (s.color = "blue"), s.color, Base.options, Special.options, Plugin::REG, Base.new.respond_to?(:shape)
module Log
  extend self
  def info(m) = lines << "i:#{m}"
  def lines = @lines ||= []
end
Log.info("a")
Log.info("b")
p Log.lines
module Countable
  def self.extended(o) = o.instance_variable_set(:@count, 0)
  def hit = @count += 1
end
o = Object.new.extend(Countable)
3.times { o.hit }
p o.hit, o.singleton_class.include?(Countable), Object.new.respond_to?(:hit)
class Tracer
  def self.method_added(n)
    return if @busy || n == :initialize
    @busy = true
    orig = instance_method(n)
    define_method(n) { |*a| ["<#{n}>", orig.bind_call(self, *a)] }
    @busy = false
  end
  def a(x) = x * 2
  def b = :b
end
p Tracer.new.a(4), Tracer.new.b
