# Which class a singleton class is an instance of.

class Base
  class << self
    def greet = "hello from #{self == Base ? "Base" : "below"}"

    class << self
      def deep = :deep
    end
  end
end

class Below < Base; end

object = Below.new
single = class << object; self; end

p single.greet
p single.is_a?(Below.singleton_class), single.is_a?(Base.singleton_class)
p single.kind_of?(Class), single.instance_of?(Class), single.class
p single.respond_to?(:greet)

p Base.singleton_class.deep, Below.singleton_class.deep
begin
  Base.deep
rescue NoMethodError => error
  puts error.message
end

# Levels: each is a kind of the same level of Class.
p Base.singleton_class.is_a?(Class.singleton_class)
p Base.singleton_class.singleton_class.is_a?(Class.singleton_class.singleton_class)
p Base.singleton_class.singleton_class.superclass == Object.singleton_class.singleton_class
p Base.singleton_class.singleton_class.inspect
p Class.singleton_class.is_a?(Class.singleton_class)
p Comparable.singleton_class.is_a?(Module.singleton_class)
p Comparable.singleton_class.is_a?(Class.singleton_class)

class Class
  class << self
    def of_class = :of_class
  end
end
p Base.singleton_class.of_class, single.singleton_class.of_class
begin
  Base.of_class
rescue NoMethodError => error
  puts error.message
end

# A later definition is seen by singleton classes that exist.
def Base.late = :late
p single.late
p single.singleton_class.instance_methods(false)
p single.singleton_class.superclass == Below.singleton_class

# Variables of singleton classes are their own.
single.instance_variable_set(:@mark, 1)
p single.instance_variables, Below.singleton_class.instance_variables
single.define_singleton_method(:own) { @mark }
p single.own
p object.dup.singleton_class.respond_to?(:greet)

module Tools
  def self.use = 1
end
p Tools.singleton_class.respond_to?(:use), Tools.singleton_class.instance_methods(false)
p nil.singleton_class, 1.0.frozen?
