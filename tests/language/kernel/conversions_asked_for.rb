# Which objects are asked for to_a, to_ary and ===, and how.
require_relative "../lib/check"

class Denies
  def to_ary = [1]
  def to_a = [2]
  def respond_to?(name, all = false) = !%i[to_ary to_a].include?(name) && super
end
class OneParameter
  def to_ary = [1, 2]
  def respond_to?(name) = name != :to_ary
end
class Missing
  def method_missing(name, *) = name == :to_ary ? [5, 6] : super
  def respond_to_missing?(name, _) = name == :to_ary
end
class Private
  private def to_ary = [7, 8]
  private def to_a = [9]
end

check("denied") { a, b = Denies.new; [a.class, b, [*Denies.new].map(&:class)] }
check("denied, one parameter") { a, b = OneParameter.new; [a.class, b] }
check("by method_missing") { a, b = Missing.new; [a, b] }
check("private") { a, b = Private.new; [a, b, *Private.new] }
check("private ===") { o = Object.new; class << o; private def ===(_) = true; end; [(case 1; when o then :yes; end), (case 1; in ^o then :in; end)] }
check("nil") { a = *nil; a }
check("nil, redefined") { def nil.to_a = [9]; a = *nil; [a, [*nil], [1, *nil]] }
check("nil, taken apart") { class NilClass; private def to_ary = [1, 2]; end; a, b = nil; [a, b] }
check("a parameter in its own default") { def own(a = a, b: b) = [a, b]; def kept(a = (run = -> { a }; run.call)) = a; [own, kept, own(1, b: 2)] }
check("frozen texts") { o = Object.new; def o.`(text) = text.frozen?; [o.instance_eval { [`a`, %x(b), `a#{1}`] }, defined?(@a).inspect, defined?(String).frozen?, defined?(puts).frozen?, defined?(yield).inspect] }
check("defined? asks for no missing constant") { m = Module.new { def self.const_missing(name) = raise("asked") }; [defined?(m::Nope::More), defined?(NopeNope::More)] }
check("constants of a cloned singleton") { o = Object.new; class << o; KEPT = 5; end; class << o.clone; KEPT; end }
check("in {**}") { [({a: 1} in {**}), ({} in {**}), ({a: 1} in {}), (1 in {**})] }
