# Array, Hash and Range have methods of Enumerable that are only seen through it.
require_relative "../lib/check"

check("owners") { [[].method(:inject).owner, {}.method(:map).owner, (1..2).method(:select).owner, 3.method(:positive?).owner, Class.method(:new).owner] }
check("own methods") { [Array.instance_methods(false).include?(:inject), Array.method_defined?(:inject, false), Array.method_defined?(:inject)] }
check("all of them are there") { [[], {}, 1..2].map { |o| (Enumerable.instance_methods - o.methods) } }
check("none to remove") { Array.send(:remove_method, :inject) }
check("unbound, for others") { Array.instance_method(:inject).bind_call({ a: 1, b: 2 }) { |x, y| x + y } }
check("defined elsewhere") do
  Class.new do
    include Enumerable
    define_method(:fold, [].method(:inject).unbind)
    def each
      yield 1
      yield 2
    end
  end.new.fold { |x, y| x + y }
end

class Doubled < Array
  def each = super { |x| yield x * 2 }
end
check("each of a subclass") { d = Doubled.new([1, 2]); [d.inject { |a, b| a + b }, d.each_with_index.to_a, d.find { |x| x > 2 }, d.group_by(&:odd?), d.map { |x| x }] }

single = [1, 2, 3]
def single.each = super { |x| yield(-x) }
check("each of one array") { [single.inject(:+), single.min_by { |x| x }, single.max_by(2) { |x| x }, [1, 2, 3].min_by { |x| x }] }

module Counting
  def partition = "#{self.class}#partition of a module"
end
class Array
  include Counting
end
check("a module in between") { [1, 2].partition }

module Enumerable
  def each_slice(_) = "Enumerable#each_slice redefined"
end
check("redefined in Enumerable") { [[1].each_slice(1), {}.each_slice(1), (1..2).each_slice(2)] }

module First
  def tally = "prepended"
end
Enumerable.prepend(First)
check("prepended to Enumerable") { [1].tally }

check("Array#each redefined") do
  class Array
    alias old_each each
    def each
      return to_enum(:each) unless block_given?
      old_each { |x| yield x + 100 }
    end
  end
  [[1, 2].inject { |a, b| a + b }, [1].each_with_object([]) { |x, all| all << x }, [1].map { |x| x }]
ensure
  class Array
    alias each old_each
  end
end
