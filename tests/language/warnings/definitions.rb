# What definitions are warned of: methods that take the place of others, names that much depends on.
def Warning.warn(text, category: nil) = $stdout.write(category.inspect, " ", text)
$VERBOSE = true

class Redefined
  def m = 1
  instance_method(:m)
  def m = 2
  private def q = 1
  def q = 2
  def r = 1
  private :r
  def r = 3
  undef r
  def r = 4
  define_method(:r) { 3 }
  define_method(:r, instance_method(:m))
  alias_method :r, :m
  alias q m
  alias q q
  def q = 3
  attr_accessor :zz
  def zz = 1
  attr_reader :zz
  def self.s = 1
  def self.s = 2
  define_singleton_method(:s) { 1 }
  remove_method :r
  def r = 1
  def initialize = 1
  def initialize = 2
end

class Below < Redefined
  def m = 4
  public :q
  def q = 5
end

module Functions
  module_function def f = 1
  def f = 2
  module_function
  def g = 1
  def g = 2
end

class Vital
  def initialize = 1
  remove_method :initialize
  undef initialize
  def object_id = 1
  def __id__ = 3
  def __send__ = 4
  def instance_eval = 5
  undef object_id
  undef __send__
  undef_method :instance_eval
end

class Object
  private def initialize = super
  private def method_missing(*) = super
end

one = Object.new
def one.object_id = 3

Pair = Struct.new(:a) do
  def a = 1
  def b = 1
  def b = 2
end

$VERBOSE = false
class Redefined
  def m = 5
  def object_id = 3
end
$VERBOSE = nil
class Redefined
  def __id__ = 3
end

$VERBOSE = true
def Warning.warn(text, category: nil) = raise(text)
begin
  Object.class_eval "def raising = 1\ndef raising = 2", "raising.rb"
rescue => error
  puts error.message
end

# A handler with one parameter gets no category.
$VERBOSE = nil
def Warning.warn(text) = $stdout.write("plain: ", text)
$VERBOSE = false
Warning[:deprecated] = true
OLD = 1
Object.deprecate_constant :OLD
OLD
warn "through Kernel", category: :deprecated
