module Greet
  def hi = "hi from #{self.class}"
  def who = "greet"
end
module Loud
  def hi = super.upcase + "!"
  def who = "loud>" + super
end
module Pre
  def who = "pre>" + super
end
class Person
  include Greet
  include Loud
  prepend Pre
  def who = "person>" + super
end
p Person.new.hi, Person.new.who, Person.ancestors.first(4), Person.include?(Greet), Person.new.is_a?(Pre), Greet === Person.new
o = Object.new
o.extend(Greet, Loud)
p o.hi, o.who, o.singleton_class.include?(Loud), o.is_a?(Greet)
class Late
  def x = :late
end
l = Late.new
module Late2
  def x = [:late2, super]
end
Late.prepend(Late2)
p l.x
Late.prepend(Late2)
p Late.ancestors.count(Late2)
module A; def t = [:a]; end
module B; include A; def t = [:b] + super; end
module C; include A; def t = [:c] + super; end
class D; include B; include C; def t = [:d] + super; end
p D.new.t, D.ancestors.first(4), D.included_modules.first(3)
class E; include C, B; end
p E.ancestors.first(4)
module Later
end
class F
  include Later
end
module Later
  def added_later = :yes
end
p F.new.added_later
class G
  extend Greet
  class << self
    include Loud
  end
end
p G.hi, G.who
module Util
  def self.fn = :self_fn
  module_function
  def helper = :helper
  def other = helper
end
p Util.fn, Util.helper, Util.other
class H
  include Util
  def call = helper
end
p H.new.call
begin
  H.new.helper
rescue NoMethodError => e
  puts e.message.start_with?("private method 'helper' called for an instance of H")
end
module Ext
  extend self
  def both = :both
end
p Ext.both
begin
  Greet.new
rescue NoMethodError => e
  puts e.message
end
begin
  class I; include String; end
rescue TypeError => e
  puts e.message
end
begin
  class I; include 3; end
rescue TypeError => e
  puts e.message
end
class Par; def v = [:par]; end
class Chi < Par; prepend(Module.new { def v = [:anon] + super }); def v = [:chi] + super; end
p Chi.new.v, Chi.instance_method(:v).owner.class
p Comparable.instance_of?(Module), Module.new.class, Person.instance_method(:hi).owner, Kernel.is_a?(Module)
