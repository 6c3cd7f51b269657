# What arity and parameters say of every kind of parameter.
require_relative "../lib/check"

module Signatures
  def none; end
  def one(a) = a
  def optional(a = 1) = a
  def mixed(a, b = 1) = [a, b]
  def rest(*r) = r
  def anonymous_rest(*) = 0
  def post(*r, z) = [r, z]
  def all(a, b = 1, *c, d) = [a, b, c, d]
  def key(k: 1) = k
  def required_key(k:) = k
  def both_keys(a, k:, l: 2) = [a, k, l]
  def key_rest(**o) = o
  def anonymous_key_rest(**) = 0
  def no_keys(**nil) = 0
  def block(&b) = b
  def anonymous_block(&) = 0
  def forward(...) = all(...)
  def lead_forward(a, ...) = all(a, ...)
  def destructured((a, b), c) = [a, b, c]
  def everything(a, b = 1, *c, d, e:, f: 2, **g, &h) = [a, b, c, d, e, f, g, h]
  def setter=(v)
    v
  end
  def [](i) = i
end

Signatures.instance_methods(false).sort.each do |name|
  method = Signatures.instance_method(name)
  check("#{name} arity") { method.arity }
  check("#{name} parameters") { method.parameters }
end

PROCS = {
  "{}" => [proc {}, -> {}],
  "{ || }" => [proc { || }, -> () {}],
  "{ |a| }" => [proc { |a| a }, ->(a) { a }],
  "{ |a,| }" => [proc { |a,| a }, lambda { |a,| a }],
  "{ |a, b| }" => [proc { |a, b| [a, b] }, ->(a, b) { [a, b] }],
  "{ |a, b = 1| }" => [proc { |a, b = 1| [a, b] }, ->(a, b = 1) { [a, b] }],
  "{ |a = 1| }" => [proc { |a = 1| a }, ->(a = 1) { a }],
  "{ |*r| }" => [proc { |*r| r }, ->(*r) { r }],
  "{ |a, *r, z| }" => [proc { |a, *r, z| [a, r, z] }, ->(a, *r, z) { [a, r, z] }],
  "{ |(a, b), c| }" => [proc { |(a, b), c| [a, b, c] }, ->((a, b), c) { [a, b, c] }],
  "{ |k:| }" => [proc { |k:| k }, ->(k:) { k }],
  "{ |a, k: 1| }" => [proc { |a, k: 1| [a, k] }, ->(a, k: 1) { [a, k] }],
  "{ |**o| }" => [proc { |**o| o }, ->(**o) { o }],
  "{ |&b| }" => [proc { |&b| b }, ->(&b) { b }],
  "{ |a; local| }" => [proc { |a; local| [a, local] }, ->(a; local) { [a, local] }],
  "{ _1 }" => [proc { _1 }, -> { _1 }],
  "{ _2 }" => [proc { _2 }, -> { _2 }],
  "{ it }" => [proc { it }, -> { it }],
}.freeze
PROCS.each do |text, (block, code)|
  check("proc #{text}") { [block.arity, block.parameters] }
  check("lambda #{text}") { [code.arity, code.parameters] }
  check("proc #{text} as a lambda") { block.parameters(lambda: true) }
end
check("symbol") { :upcase.to_proc.then { |b| [b.arity, b.parameters, b.lambda?] } }
check("method") { "x".method(:center).to_proc.then { |b| [b.arity, b.lambda?] } }
check("natives") { [[].method(:push), [].method(:size), "".method(:index), 1.method(:+)].map(&:arity) }
check("attributes") do
  c = Class.new { attr_accessor :x }
  [c.instance_method(:x).arity, c.instance_method(:x=).arity, c.instance_method(:x).parameters, c.instance_method(:x=).parameters]
end
