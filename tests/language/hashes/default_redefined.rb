# A program's own Hash#default is asked for keys that are not there.
require_relative "../lib/check"

check("lambda of two parameters") { [{ 1 => 2 }.map(&->(a, b) { [b, a] }), { 1 => 2 }.collect(&->(a, b) { a + b }), { 1 => 2 }.find(&->(a, b) { b == 2 }), { 1 => 2 }.detect(&->(_, b) { b }) ] }
check("a method of two parameters") { def pair(a, b) = [b, a]; { 1 => 2 }.map(&method(:pair)) }
check("a lambda of one") { { 1 => 2 }.map(&->(a) { a }) }
check("others insist") { { 1 => 2 }.flat_map(&->(a, b) { [a, b] }) }
check("before") { [{}[1], Hash.new(4)[1]] }
class Hash
  alias old_default default
  def default(key = nil) = [:mine, key]
end
check("redefined") { [{}[5], { 1 => 2 }[1], {}.values_at(1), Hash.new(4)[1], {}.fetch(1, 2), {}.dig(3)] }
class Hash
  alias default old_default
end
check("as before") { [{}[5], Hash.new(4)[1]] }
check("singleton") { h = {}; def h.default(key) = key * 2; [h[4], h.dig(4), h.values_at(3)] }
