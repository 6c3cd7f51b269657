# __FILE__, __LINE__, __method__, __dir__, __ENCODING__.
p __FILE__, __LINE__
p __ENCODING__, __ENCODING__.name
p __method__
def plain = __method__
p plain
def in_block = [1].map { __method__ }
p in_block
self.class.send(:define_method, :defined_here) { __method__ }
p defined_here
alias aliased plain
p aliased
class Q
  def self.single = __method__
  p __method__
  def method_missing(name, *) = [__method__, name]
end
p Q.single, Q.new.foo
p [__LINE__,
   __LINE__]
p(->() { __method__ }.call)
p __dir__.class
