class A; def v = 1; def each_v = yield(v); attr_accessor :x; end
class B < A; def v = 2; end
class C; def v = 3; def each_v = yield(30); attr_accessor :x; end
class D; def method_missing(n, *) = n == :v ? 4 : super; def each_v = yield(40); def x = :dx; def x=(q); end; end
S = Struct.new(:v, :x) { def each_v = yield(v) }
class E; define_method(:v) { 6 }; def each_v(&b) = b.call(60); attr_writer :x; def x = [@x]; end
objs = [A.new, B.new, C.new, D.new, S.new(5, nil), E.new]
4.times { |r| print objs.map { |o| o.v }.join(","), " ", objs.map { |o| o.each_v { |q| q + r } }.join(","), "\n" }
objs.each_with_index { |o, i| o.x = i }
p objs.map(&:x), objs.map { |o| o.respond_to?(:v) }
def total(a) = a.sum { |o| o.v }
p total(objs), total(objs * 10), total([A.new] * 5)
class A; def v = 100; end
p total(objs)
class << objs[1]; def v = 1000; end
p total(objs), objs.map(&:v)
p [1, 2.5, "s", :s, nil, [1], { a: 1 }, 1..2, true].map { |o| o.to_s }, [1, 2.5, 2**70].map { |n| n + 1 }, [[1], "ab", { a: 1 }].map { |o| o.size }, [1, "a", [1], { a: 1 }].map { |o| o == o.dup }
