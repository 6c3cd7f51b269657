module Geo
  PI2 = 6
  module_function
  def area(r) = PI2 * r
  def twice(r) = area(r) * 2
end
p Geo.area(2), Geo.twice(1), Geo.respond_to?(:area), Geo.instance_method(:area).class
class UsesGeo
  include Geo
  def go = area(3)
end
p UsesGeo.new.go, UsesGeo.new.respond_to?(:area), UsesGeo.private_instance_methods.include?(:area)
module Cfg
  class << self
    attr_accessor :opt
    def configure = yield(self)
  end
end
Cfg.configure { |c| c.opt = 3 }
p Cfg.opt
module Nest
  module In
    def self.where = Module.nesting
    class K
      def where = Module.nesting
    end
  end
end
p Nest::In.where, Nest::In::K.new.where, Nest::In::K.name, Nest.constants, Module.nesting
module One
  def self.call(x) = x * 2
  def self.to_proc = method(:call).to_proc
  def self.[](k) = "el #{k}"
  def self.===(o) = o == 7
end
p [1, 2].map(&One), One[3], One.(4), (case 7 when One then :yes end)
module Abs
  def self.included(b) = (b.extend(C); b.instance_variable_set(:@reg, []))
  module C
    def reg(*n) = n.empty? ? @reg : @reg.concat(n)
  end
end
class R1; include Abs; reg :a, :b; end
class R2; include Abs; reg :c; end
p R1.reg, R2.reg, R1.singleton_class.include?(Abs::C)
p Geo.instance_methods, Geo.name, Geo.class, Geo.to_s, Geo.frozen?, Module.new.to_s.start_with?("#<Module:0x"), Geo == Geo, Geo.hash == Geo.hash
module Geo
  def self.added = PI2
end
p Geo.added, Geo.module_eval { self::PI2 }, Geo.class_exec(4) { |x| x * self::PI2 }, Geo.instance_methods.size
p Math.sqrt(16), Math::PI.floor(5), Math.instance_of?(Module), Kernel.format("%d", 3), Kernel.Integer("4"), Process.clock_gettime(Process::CLOCK_MONOTONIC).class
begin
  Geo.nope
rescue NoMethodError => e
  puts e.message
end
