# Splats of every kind of value, and the order in which receiver, arguments and block are evaluated.
require_relative "../lib/check"

def rest(*r, &b) = b ? [r, b.call] : r

check("nil") { rest(*nil) }
check("number") { rest(*5) }
check("string") { rest(*"ab") }
check("range") { rest(*1..3, *"a".."c") }
check("hash") { rest(*{ a: 1, b: 2 }) }
check("array in array") { rest(*[[1, 2]]) }
check("several") { rest(0, *[1], 2, *[], *[3, 4], 5) }
check("enumerator") { rest(*[1, 2].each) }
check("struct") { rest(*Struct.new(:a, :b).new(1, 2)) }
check("to_a") { o = Object.new; def o.to_a = [:via, :to_a]; rest(*o) }
check("to_a giving nil") { o = Object.new; def o.to_a = nil; rest(*o).size }
check("to_a giving a number") { o = Object.new; def o.to_a = 3; rest(*o) }
check("to_a private") { c = Class.new { private def to_a = [:private] }; rest(*c.new) }
check("to_ary is not asked") { o = Object.new; def o.to_ary = [1]; rest(*o).size }
check("the array is copied") { a = [1, 2]; rest(*a).equal?(a) }
check("the array may change later") { a = [1]; rest(*a, a.push(2).size) }
check("evaluated left to right") { log = []; rest(log << 1, *(log << 2), k: (log << 3)); log }
check("block-pass last") { log = []; rest((log << :a; 1), &(log << :b; -> { 2 })); log }
check("receiver first") { log = []; (log << :r; []).push((log << :a)); log }
check("block-pass nil") { rest(1, &nil) }
check("block-pass symbol") { [1, 2].map(&:to_s) }
check("block-pass method") { [1, 2].map(&method(:rest)) }
check("block-pass hash") { [:a, :b].map(&{ a: 1 }) }
check("block-pass to_proc") { o = Object.new; def o.to_proc = ->(x) { x * 2 }; [1, 2].map(&o) }
check("block-pass wrong to_proc") { o = Object.new; def o.to_proc = 1; [1].map(&o) }
check("block-pass number") { [1].map(&5) }
check("in an index") { [[1, 2, 3]][*[0]][*[1, 2]] }
check("index assignment") { a = [1, 2, 3, 4]; a[*[1, 2]] = :x; a }
check("in yield") { define_singleton_method(:y) { |&b| b.call(*[1, 2], 3) }; y { |*a| a } }
check("in return") { define_singleton_method(:ret) { next *[1, 2], 3 }; ret }
check("return of an empty splat") { define_singleton_method(:ret) { next *[] }; ret }
check("in when") { case 3 when *[1, 2], *[3] then :found end }
check("in rescue") { begin; raise IOError, "x"; rescue *[TypeError, IOError] => e; e.message; end }
check("in an array literal") { [*1..3, *nil, *[4]] }
check("in super") { Class.new(Class.new { def m(*a) = a }) { def m(*a) = super(0, *a, 9) }.new.m(1, 2) }
check("many") { rest(*(1..1000)).sum }
check("a method that wants fewer") { "abc".upcase(*[]) }
check("too many through a splat") { "abc".center(*[1, 2, 3]) }
check("default arguments run in order") { log = []; define_singleton_method(:d) { |a = (log << 1), b = (log << 2), *c| log.size }; d; log }
check("defaults see the receiver") { define_singleton_method(:e) { |a = (object_id == self.object_id)| a }; e }
check("a default with return") { def early(a = (return :early if true)) = a; early }
check("defaults may refer to the block") { define_singleton_method(:g) { |b = 5, &c| [b, c&.call] }; g { 6 } }
