# Which builtin methods have frames of their own.
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
check("Class.new body") { frames { Class.new { raise "body" } } }
check("instance_eval") { frames { d.instance_eval { raise "ie" } } }
check("class_eval") { frames { Deep.class_eval { raise "ce" } } }
check("method object") { frames { d.method(:one).call } }
check("public_send") { frames { d.public_send(:defined) } }
check("inject") { frames { [1, 2].inject { raise "inject" } } }
check("argument error of initialize") { frames { Deep.new(1, 2) } }
check("argument error of a builtin") { frames { "x".center } }
