# Signatures with keywords against the forms of a call.
require_relative "../lib/check"

METHODS = [
  def positional(a) = [a],
  def optional(a = :A) = [a],
  def rest(*r) = [r],
  def required_key(k:) = [k],
  def optional_key(k: :K) = [k],
  def two_keys(k:, l: k) = [k, l],
  def rest_key(**o) = [o],
  def key_rest(k:, **o) = [k, o],
  def no_keys(a = :A, **nil) = [a],
  def positional_key(a, k: :K) = [a, k],
  def optional_then_key(a = :A, k: :K) = [a, k],
  def rest_then_rest_key(*r, **o) = [r, o],
  def post_then_key(*r, z, k: :K) = [r, z, k],
].freeze
HASH = { k: 5 }.freeze
STRINGS = { "s" => 6 }.freeze
EMPTY = {}.freeze
CALLS = {
  "()" => ->(m) { send(m) },
  "(1)" => ->(m) { send(m, 1) },
  "(k: 1)" => ->(m) { send(m, k: 1) },
  "(x: 1)" => ->(m) { send(m, x: 1) },
  "(1, k: 2)" => ->(m) { send(m, 1, k: 2) },
  "({k: 5})" => ->(m) { send(m, HASH) },
  "(**{k: 5})" => ->(m) { send(m, **HASH) },
  '("s" => 6)' => ->(m) { send(m, "s" => 6) },
  "(**strings)" => ->(m) { send(m, **STRINGS) },
  "(**{})" => ->(m) { send(m, **EMPTY) },
  "(*[], **{})" => ->(m) { send(m, *[], **EMPTY) },
  "(*[1, {k: 5}])" => ->(m) { send(m, *[1, HASH]) },
  '(k: 1, "s" => 2)' => ->(m) { send(m, k: 1, "s" => 2) },
  "(**{k: 5}, k: 9)" => ->(m) { send(m, **HASH, k: 9) },
  "(**nil)" => ->(m) { send(m, **nil) },
}.freeze

METHODS.each do |name|
  CALLS.each { |text, call| check("#{name}#{text}") { instance_exec(name, &call) } }
end
