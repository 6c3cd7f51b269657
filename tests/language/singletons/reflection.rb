# Reflection of singleton classes, and what they refuse.
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

check("constant in it") { [Animal.singleton_class::CONST_INSIDE, Animal.singleton_class.const_defined?(:CONST_INSIDE)] }
check("singleton_methods") { [Animal.singleton_methods(false).sort, Dog.singleton_methods(false), Dog.singleton_methods.sort] }
check("def on a frozen string") { s = "a".freeze; def s.x = 1 }
check("a singleton class cannot be instantiated") { Object.new.singleton_class.new }
