# method_missing for every form of a call, and the errors it can raise.
require_relative "../lib/check"

class Ghost
  def method_missing(name, *arguments, **keys, &block)
    return super if name.start_with?("real")

    [name, arguments, keys, block&.call].reject { |x| x.respond_to?(:empty?) && x.empty? || x.nil? }
  end

  def respond_to_missing?(name, _all = false) = name.start_with?("may")
  def call_private = hidden_one
  def call_vcall = bare_word
  def call_with = bare_call(1, k: 2) { 3 }
  def set = (self.attribute = 5)
  def op = (self.counter += 1)
end

g = Ghost.new
check("plain") { g.foo }
check("arguments") { g.foo(1, *[2], k: 3, **{ l: 4 }) { 5 } }
check("question and bang") { [g.ok?, g.run!] }
check("setter") { g.value = 5 }
check("setter's call") { g.send(:value=, 5) }
check("index") { g[1, 2] }
check("index assignment") { g.send(:[]=, 1, 2) }
check("binary operators") { [g + 1, g <=> 2, g =~ 3, g << 4, g % 5] }
check("unary operators") { [-g, +g, ~g] }
check("comparison that exists is not missing") { [g == 1, g != 1, !g] }
check("call") { g.(1) }
check("to_proc is asked for") { [1].map(&g) }
check("vcall in the class") { g.call_vcall }
check("fcall in the class") { g.call_with }
check("self setter") { g.set }
check("op-assign") { g.op }
check("safe navigation") { g&.bar }
check("send") { g.send(:sent, 1) }
check("public_send") { g.public_send(:sent, 1) }
check("super raises") { g.really }
check("super, fcall") { g.instance_eval { realize() } }
check("super, vcall") { g.instance_eval { reality } }
check("respond_to?") { [g.respond_to?(:maybe), g.respond_to?(:no)] }
check("method by respond_to_missing?") { g.method(:maybe).call(1) }
check("method without") { g.method(:other) }
check("implicit conversions ask respond_to? first") { ["#{Ghost.new}".class, [[1], g].flatten.size] }
check("multiple assignment asks to_ary") { a, b = g; [a.equal?(g), b] }
check("splat asks to_a") { [*g].size }
check("puts-like array conversion") { Array(g).size }
check("hash splat asks to_hash") { { **g } }
check("interpolation does not") { "#{Class.new { def method_missing(*) = "x"; def to_s = "own" }.new}" }
check("case/when does not") { case g when Ghost then :ghost end }
check("in a class method") { k = Class.new { def self.method_missing(n, *a) = [:class, n, a] }; k.find_by_name("x") }
check("in a module") { m = Module.new { def method_missing(n, *) = n.end_with?("?") ? true : super }; o = Object.new.extend(m); [o.any?, (o.none rescue $!.class)] }
check("BasicObject") { Class.new(BasicObject) { def method_missing(n, *) = "basic #{n}" }.new.inspect }
check("defining on the way") { k = Class.new { def method_missing(n, *a) = (self.class.define_method(n) { |*b| [n, :defined, b] }; send(n, *a)) }; o = k.new; [o.x(1), o.x(2), k.instance_methods(false).sort] }
check("private method is missing from outside") { k = Class.new { def method_missing(n, *) = [:mm, n]; private def p1 = 1; protected def p2 = 2 }; [k.new.p1, k.new.p2] }
check("delegation") { k = Class.new { def initialize(t) = @t = t; def method_missing(n, ...) = @t.respond_to?(n) ? @t.public_send(n, ...) : super; def respond_to_missing?(n, a = false) = @t.respond_to?(n, a) || super }; o = k.new([3, 1, 2]); [o.sort, o.map { |x| x * 2 }, o.respond_to?(:push), (o.nope rescue $!.message)] }
check("wrong arity of method_missing") { Class.new { def method_missing(name) = name }.new.foo(1) }
check("method_missing that returns nil") { Class.new { def method_missing(*) = nil }.new.foo }
check("raising") { Class.new { def method_missing(n, *) = raise(NameError.new("no #{n}", n, receiver: self)) }.new.foo }
check("calling itself") { Class.new { def method_missing(n, *) = n == :a ? b : n }.new.a }

# The messages of NoMethodError and NameError by receiver.
class Named
  def inspect = "never shown"
end
module Mod; end
{
  "nil" => -> { nil.foo }, "true" => -> { true.foo }, "false" => -> { false.foo }, "an integer" => -> { 5.foo }, "a class" => -> { Named.foo },
  "a module" => -> { Mod.foo }, "an object" => -> { Named.new.foo }, "main" => -> { self.foo }, "vcall" => -> { fooo }, "fcall" => -> { fooo() },
  "anonymous class" => -> { Class.new.foo }, "instance of anonymous" => -> { Class.new.new.foo }, "singleton" => -> { o = Named.new; def o.x = 1; o.foo },
  "private" => -> { 5.puts }, "private on nil" => -> { nil.puts }, "private on a class" => -> { Named.puts }, "operator" => -> { nil + 1 },
  "index" => -> { nil[0] }, "index set" => -> { nil[0] = 1 }, "setter" => -> { nil.x = 1 }, "unary" => -> { -nil }, "not a function" => -> { "x".() },
  "undefined in class" => -> { Named.instance_method(:foo) }, "undefined method object" => -> { Named.new.method(:foo) },
  "undefined alias" => -> { Named.send(:alias_method, :a, :foo) }, "undefined undef" => -> { Named.send(:undef_method, :foo) },
  "undefined remove" => -> { Named.send(:remove_method, :foo) }, "undefined in module" => -> { Mod.send(:undef_method, :foo) },
  "undefined public" => -> { Named.send(:public, :foo) }, "uninitialized class variable" => -> { Named.class_variable_get(:@@x) },
  "wrong ivar name" => -> { Named.new.instance_variable_get("bad") }, "wrong cvar name" => -> { Named.class_variable_get("bad") },
  "BasicObject" => -> { BasicObject.new.foo }, "a struct" => -> { Struct.new(:a).new(1).b }, "a symbol proc" => -> { [1].map(&:foo) },
  "a method named with utf-8" => -> { 5.größe },
}.each do |label, code|
  check("message: #{label}", &code)
  begin
    code.call
  rescue NameError => e
    next if label.start_with?("undefined undef", "undefined in module")

    check("parts: #{label}") { [e.class, e.name, (e.args if e.is_a?(NoMethodError)), (e.receiver.class rescue $!.class)] }
  end
end
