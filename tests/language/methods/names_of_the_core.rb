# Programs may define methods by any name: what the core calls for itself is
# another method.
NAMES = %i[
  __add_all __aref __at __clear __compare __concat __converted __copy __each_part __enum __exact_zero? __fetch_at
  __fill __find __flatten __format __frozen_check __hash_from __hash_start __inject __join_into __key_at __length
  __max __merge_sort __message __min __next __order __over __pair_at __pop __positive __push __put __randomly __same?
  __set_hidden __shallow_copy __shareable __shift __size __slice __small? __sort __sort_simple __sorted_by __splice
  __sub __sum __text __to_ary __to_hash __to_int __to_integer __to_str __undefined? __update __value_at __write
]

class Object
  NAMES.each { |name| define_method(name) { |*| :mine } }
end

[Array, Hash, String, Integer, Range, Symbol, Exception, Struct, Proc, Comparable, Kernel].each do |owner|
  owner.class_eval { NAMES.each { |name| define_method(name) { |*| :mine } } }
  owner.singleton_class.class_eval { NAMES.each { |name| define_method(name) { |*| :mine } } }
end

class Array
  def __sort(*) = :mine
  alias_method :__each, :each
  def __size = -1
end

p ["b", "a"].sort, [3, 1, 2].sort { |a, b| b <=> a }, [3, 1, 2].max, [[1, [2]], 3].flatten
p [1, 2, 3].sum, [1, 2, 3].first(2), [1, 2].join("-"), [1, 2, 3].each_slice(2).to_a, [2, 1].sort_by { |x| x }
p [1, nil, 2].compact, [3, 4].each_with_index.map { |x, i| x * i }, [1, 2, 3].inject(:+), [1, 2, 3].pop, [1] + [2]
p({a: 1}.map { |k, v| [v, k] }, {a: 1}.merge({b: 2}), {a: 1}.to_a, {"k" => 1}.fetch("k"), Hash.new(5)[1])
p "a,b".split(","), "abc".sub("b", "x"), "abc".index("c"), "%05.1f" % 2.25, "ab".each_char.to_a, "x".center(5, "*")
p (1..4).select(&:even?), (1..10).step(3).to_a, 3.clamp(1, 2), 1.step(5, 2).to_a, 10.digits, 7.pow(3, 5)
p Integer("12"), Float("1.5"), Array(nil), String(5), 3.7.round, 1.5.rationalize(Rational(1, 10)), Complex(1, 2) * 2
p Struct.new(:a, :b).new(1, 2).to_a, (begin; raise ArgumentError, "told"; rescue => e; e.message; end)
p [3, 1].lazy.map { |x| x + 1 }.to_a, [1, 2, 3].each_cons(2).to_a, proc { |a, b| [a, b] }.curry[1][2]
puts [1, [2]], "end"

# They are the program's, with all that methods have.
p [1].__size, [1].__at(0), ["b"].__sort, 5.__to_int, [1, 2].__each { |x| x }
p Array.instance_methods(false).include?(:__sort), [].respond_to?(:__sort), [].method(:__sort).owner
p [].public_send(:__at), [].send("__at", 1, 2), :__sort, :__sort == "__sort".to_sym, {__sort: 1}[:__sort]

def __failing = raise("in __failing")
begin
  __failing
rescue => error
  p error.message, error.backtrace.first[/:in (.*)/, 1]
end

# Nobody has others.
p [].respond_to?(:__clean), (Object.new.__clean rescue $!.class), ([].__splice_group rescue $!.class)
p (Object.new.send(:__describe, 1) rescue $!.message[/undefined method '\w+'/])
p (Class.new { alias_method :x, :__any_to_s } rescue $!.class)

# Attributes, members, keywords and groups of such names.
class Plain
  attr_accessor :__number
  def method_missing(name, *) = [name, name.equal?(:"__#{"unknown"}")]
  def respond_to_missing?(*) = false
end
plain = Plain.new
plain.__number = 4
p plain.__number, plain.__unknown, Struct.new(:__text, :y).new(1, 2).__text
def keywords(__key: 1, **rest) = [__key, rest]
p keywords(__key: 2, __at: 3), "ab".match(/(?<__first>a)/).named_captures(symbolize_names: true)[:__first]
p "x".instance_variable_get(:@__path), binding.local_variable_defined?(:__local)
