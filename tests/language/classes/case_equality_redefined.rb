# What core methods take for an Integer is no matter of Integer.===.
class Two
  def to_int = 2
  def to_str = "two"
  def to_ary = [2, 2]
end

classes = [Integer, Float, String, Symbol, Array, Hash, Range, Regexp, Proc, Numeric, Module]
classes.each { |one| one.define_singleton_method(:===) { |_| false } }

p 5.to_s(Two.new), [1, 2, 3].first(Two.new), [1] + Two.new, "a" + Two.new
p 10.to_s, 7.fdiv(2), 1.5.floor, 3.7.round, 2**10, 7.divmod(-2), 2 + 1.5
p [3, 1, 2].sort, [[1, [2]]].flatten, [1, 2, 3][1..], [1, 2, 3].sum, %w[b a].max
p "abc"[/b/], "abc"[1..], "abc".sub("b", "x"), "a-b".tr("-", "_"), "abc".sub(/b/) { "y" }
p({ a: 1 }.map(&:first), { a: 1 }.merge({ b: 2 }), Hash[[[1, 2]]])
p (1..3).to_a, (1..10).step(3).to_a, (1..3).sum, ("a".."c").include?("b")
p Comparable.instance_method(:clamp).bind_call(5, 1, 3), 5.clamp(..3), 1 <=> 2
p [1, :a, "s"].grep(String), (case 1 when Integer then 1 else 2 end), Integer === 1
