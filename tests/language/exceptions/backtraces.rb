# svm: pin decline
# Labels and lines of backtraces, caller and caller_locations.
require_relative "../lib/check"

class Deep
  def one = two { raise "deep" }
  def two = yield
  def self.klass = raise("klass")
  define_method(:defined) { raise "defined" }
  def blocks = [1].each { |x| [2].map { raise "blocks" } }
  def lambda_call = -> { raise "lambda" }.call
  def rescue_modifier = (raise "a" rescue raise "b")
  def ensure_raise
    1
  ensure
    raise "in ensure"
  end
  def default(a = raise("default")) = a
  def method_missing(n, *) = n == :gone ? raise("missing") : super
  def initialize(fail = false) = fail && raise("init")
  def <=>(_) = raise("spaceship")
  def to_s = raise("to_s")
  attr_writer :x
  class << self
    def inside = raise("inside")
  end
  module Nested
    def self.m = raise("nested")
    class Inner
      def i = raise("inner")
    end
  end
end

# The frames above this file's own, without the line numbers of check.
def frames
  yield
rescue Exception => e
  e.backtrace.take_while { |l| !l.include?("#frames") }.map { |l| l.split(":", 2).last }
end

# Only the methods: where a builtin one stands in its own source is the machine's affair.
def labels(&) = frames(&).map { |l| l.split("in ", 2).last }

d = Deep.new
check("method, block") { frames { d.one } }
check("class method") { frames { Deep.klass } }
check("define_method") { frames { d.defined } }
check("nested blocks") { frames { d.blocks } }
check("lambda") { frames { d.lambda_call } }
check("rescue modifier") { frames { d.rescue_modifier } }
check("ensure") { frames { d.ensure_raise } }
check("default argument") { frames { d.default } }
check("method_missing") { frames { d.gone } }
check("initialize") { frames { Deep.new(true) } }
check("operator through sort") { frames { [d, d].sort } }
check("to_s through interpolation") { frames { "#{d}" } }
check("singleton") { frames { Deep.inside } }
check("nested module") { frames { Deep::Nested.m } }
check("nested class") { frames { Deep::Nested::Inner.new.i } }
check("singleton of an object") { o = Deep.new; def o.own = raise("own"); frames { o.own } }
check("anonymous class") { k = Class.new { def anon = raise("anon") }; frames { k.new.anon } }
check("anonymous class method") { k = Class.new { def self.anon = raise("anon") }; frames { k.anon } }
check("top method") { def top = raise("top"); frames { top } }
check("main's singleton") { def self.mine = raise("mine"); frames { mine } }
check("class body") { frames { class Body; raise "body"; end } }
check("module body") { frames { module ModBody; raise "body"; end } }
check("singleton body") { frames { class << d; raise "body"; end } }
check("eval of text") { frames { eval("raise 'text'", binding, "text.rb", 30) } }
check("eval without a name") { frames { eval("\nraise 'text'") } }
check("instance_eval of text") { frames { d.instance_eval("raise 'text'", "ie.rb", 4) } }
check("proc") { pr = proc { raise "proc" }; frames { pr.call } }
check("proc by yield") { pr = proc { raise "proc" }; frames { [1].each(&pr) } }
check("symbol to_proc") { frames { [d].each(&:defined) } }
check("method to_proc") { labels { [1].each(&method(:Integer).unbind.bind(self)); [nil].each(&method(:Integer)) } }
check("send") { frames { d.send(:one) } }
check("fiber") { frames { Fiber.new { d.defined }.resume } }
check("times") { labels { 1.times { raise "times" } } }
check("hash each") { frames { { a: 1 }.each { raise "hash" } } }
check("loop") { labels { loop { raise "loop" } } }
check("catch") { frames { catch { raise "catch" } } }
check("tap and then") { labels { 1.tap { raise "tap" } } + labels { 1.then { raise "then" } } }
check("define_method with a symbol") { Deep.define_method(:again, Deep.instance_method(:defined)); frames { d.again } }
check("alias") { Deep.alias_method(:other, :lambda_call); frames { d.other } }
check("builtin") { labels { Integer("x") } }
check("builtin with a receiver") { frames { [1].fetch(9) } }
check("builtin class method") { frames { Math.sqrt(nil) } }
check("missing method") { frames { nil.foo } }
check("argument error") { frames { d.two(1) } }
check("division") { frames { 1 / 0 } }
check("constant") { frames { Nowhere } }
check("frozen") { frames { "a".freeze << "b" } }
check("uncaught throw") { frames { throw :x } }
check("prepended module") { m = Module.new { def one = super }; frames { Class.new(Deep) { prepend m }.new.one } }
check("super") { frames { Class.new(Deep) { def one = super }.new.one } }
check("refined call through a block") { labels { d.then { |x| x.one } } }

def callers = caller
def caller_with(*args) = caller(*args)
def through = callers
check("caller") { callers.first }
check("caller, two levels") { through.take(2) }
check("caller(0)") { caller_with(0).first }
check("caller(1, 1)") { caller_with(1, 1) }
check("caller, none") { caller_with(1, 0) }
check("__LINE__, __FILE__, __dir__, __method__") { [__LINE__, __FILE__, __dir__.split("/").last, __method__.inspect] }
check("__method__ in a method") { def named = __method__; named }
check("__method__ in an alias") { def orig = __method__; alias renamed orig; renamed }
check("__method__ in a block") { def in_block = [1].map { __method__ }.first; in_block }
check("lines of a multi-line call") { labels { d.then { |x|
  x.two do
    raise "multi"
  end
} } }
check("line of an argument") { labels { [
  1,
  Integer("z"),
] } }
check("line of a chain") { frames { [3]
  .map { |x| x + 1 }
  .map { |x| x.nope } } }
