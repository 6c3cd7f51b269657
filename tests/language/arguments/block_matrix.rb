# Block and lambda signatures against what is yielded: procs fill and unpack, lambdas insist.
require_relative "../lib/check"

BLOCKS = {
  "|a|" => [proc { |a| [a] }, lambda { |a| [a] }],
  "|a,|" => [proc { |a,| [a] }, lambda { |a,| [a] }],
  "|a, b|" => [proc { |a, b| [a, b] }, lambda { |a, b| [a, b] }],
  "|*r|" => [proc { |*r| [r] }, lambda { |*r| [r] }],
  "|a, *r|" => [proc { |a, *r| [a, r] }, lambda { |a, *r| [a, r] }],
  "|a, b = :B|" => [proc { |a, b = :B| [a, b] }, lambda { |a, b = :B| [a, b] }],
  "|a = :A|" => [proc { |a = :A| [a] }, lambda { |a = :A| [a] }],
  "|*r, z|" => [proc { |*r, z| [r, z] }, lambda { |*r, z| [r, z] }],
  "|(a, b), c|" => [proc { |(a, b), c| [a, b, c] }, lambda { |(a, b), c| [a, b, c] }],
  "|a, k: :K|" => [proc { |a, k: :K| [a, k] }, lambda { |a, k: :K| [a, k] }],
  "|k: :K|" => [proc { |k: :K| [k] }, lambda { |k: :K| [k] }],
  "|a, **o|" => [proc { |a, **o| [a, o] }, lambda { |a, **o| [a, o] }],
  "|*r, **o|" => [proc { |*r, **o| [r, o] }, lambda { |*r, **o| [r, o] }],
  "_1" => [proc { [_1] }, lambda { [_1] }],
  "_1 _2" => [proc { [_1, _2] }, lambda { [_1, _2] }],
  "it" => [proc { [it] }, lambda { [it] }],
}.freeze
YIELDS = {
  "yield" => ->(&b) { Yielder.none(&b) },
  "yield 1" => ->(&b) { Yielder.values(1, &b) },
  "yield 1, 2" => ->(&b) { Yielder.values(1, 2, &b) },
  "yield [1, 2]" => ->(&b) { Yielder.values([1, 2], &b) },
  "yield [[1, 2], 3]" => ->(&b) { Yielder.values([[1, 2], 3], &b) },
  "yield k: 1" => ->(&b) { Yielder.keys(k: 1, &b) },
  "yield [1], k: 2" => ->(&b) { Yielder.both([1], k: 2, &b) },
  "yield [1, {k: 3}]" => ->(&b) { Yielder.values([1, { k: 3 }], &b) },
}.freeze

module Yielder
  def self.none = yield
  def self.values(*values) = yield(*values)
  def self.keys(**keys) = yield(**keys)
  def self.both(*values, **keys) = yield(*values, **keys)
end

BLOCKS.each do |signature, (block, code)|
  YIELDS.each do |text, yielding|
    check("{ #{signature} } #{text}") { yielding.call(&block) }
    check("-> { #{signature} } #{text}") { yielding.call(&code) }
  end
end
