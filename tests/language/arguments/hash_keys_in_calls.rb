# String keys, duplicate keys, keys of any kind, order and braces in calls.
require_relative "../lib/check"

def options(**o) = o
def rest(*r) = r
def both(*r, **o) = [r, o]
def last(a, b = {}) = [a, b]

check("string key") { options("a b": 1) }
check("string keys with =>") { options("a" => 1) }
check("any keys") { options(1 => :one, nil => :nil, [2] => :array) }
check("computed symbol") { options("k#{1 + 1}": 2) }
check("mixed") { options(a: 1, "b" => 2, c: 3) }
check("quoted symbol and bare one are the same") { options("a": 1) == options(a: 1) }
check("value omitted") { a = 1; b = 2; options(a:, b:) }
check("value omitted calls methods") { options(rest:) }
check("splat keeps the order") { options(z: 1, **{ y: 2, x: 3 }, w: 4) }
check("the later splat wins") { first = { a: 1, b: 2 }; second = { b: 3 }; options(**first, **second) }
check("key after splat wins") { one = { a: 1 }; options(**one, a: 2) }
check("splat after key wins") { one = { a: 1 }; options(a: 2, **one) }
check("position of an overridden key") { three = { a: 3 }; options(a: 1, b: 2, **three).keys }
check("implicit braces") { rest(1, a: 2) }
check("implicit braces, last position") { last(1, x: 2, "y" => 3) }
check("implicit braces in []") { [1, a: 2, "b" => 3] }
check("implicit braces in an index") { h = { { a: 1 } => :found }; h[a: 1] }
check("implicit braces in a return") { define_singleton_method(:give) { next 1, { a: 2 } }; give }
check("braces are positional") { both({ a: 1 }) }
check("braces and keywords") { both({ a: 1 }, b: 2) }
check("splatted hash is no keywords") { both(*[{ a: 1 }]) }
check("empty splat passes nothing") { both(**{}) }
check("nil splat passes nothing") { both(**nil) }
check("splat of to_hash") { o = Object.new; def o.to_hash = { via: :to_hash }; both(**o) }
check("splat of a wrong to_hash") { o = Object.new; def o.to_hash = 5; both(**o) }
check("splat of a number") { both(**5) }
check("splat of an array") { both(**[[:a, 1]]) }
check("block-pass after keywords") { define_singleton_method(:with) { |**o, &b| [o, b.call] }; with(a: 1, &-> { 2 }) }
check("keywords get a fresh hash") { h = { a: 1 }; options(**h).equal?(h) }
check("the callee's hash is not frozen") { h = { a: 1 }.freeze; options(**h).frozen? }
check("changing it does not change the caller's") { h = { a: 1 }; options(**h)[:b] = 2; h }
check("keyword named like a reserved word") { options(if: 1, class: 2, end: 3) }
check("reserved words as parameters") { def kw(if:, class: 0) = [binding.local_variable_get(:if), binding.local_variable_get(:class)]; kw(if: 1) }
check("keyword defaults see earlier ones") { def seq(a, b: a + 1, c: b * 2) = [a, b, c]; [seq(1), seq(1, c: 0), seq(1, b: 5)] }
check("keyword order in the call is free") { define_singleton_method(:ab) { |a:, b:| [a, b] }; ab(b: 2, a: 1) }
check("evaluation follows the call") { log = []; ab(b: (log << :b; 1), a: (log << :a; 2)); log }
check("a missing keyword after evaluation") { log = []; begin; ab(b: (log << :b)); rescue ArgumentError => e; [log, e.message]; end }
check("several missing") { ab }
check("several unknown") { ab(a: 1, b: 2, c: 3, "d" => 4) }
check("missing and unknown") { ab(c: 3) }
check("non-symbol unknown") { ab(a: 1, b: 2, 5 => 6) }
check("to a method without parameters") { define_singleton_method(:zero) { || 0 }; zero(a: 1) }
check("to a method without parameters, empty") { zero(**{}) }
