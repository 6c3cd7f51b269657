# What is frozen, what freezing reaches, and the FrozenError of every kind of change.
require_relative "../lib/check"

class Point
  attr_accessor :x

  def initialize(x = 1) = @x = x
  def inspect = "#<Point>"
  def remove = remove_instance_variable(:@x)
  def define = define_singleton_method(:s) { 1 }
end
frozen = Point.new.freeze

check("assignment") { frozen.x = 2 }
check("instance_variable_set") { frozen.instance_variable_set(:@y, 1) }
check("remove_instance_variable") { frozen.remove }
check("instance_eval") { frozen.instance_eval { @x = 3 } }
check("op-assignment") { frozen.x += 1 }
check("def on it") { def frozen.s = 1 }
check("define_singleton_method") { frozen.define }
check("class << self; def") { class << frozen; def s = 1; end }
check("extend") { frozen.extend(Comparable) }
check("freeze again") { frozen.freeze.equal?(frozen) }
check("the same value still raises") { frozen.x = 1 }
check("receiver") { frozen.x = 2 rescue $!.receiver.equal?(frozen) }
check("dup thaws") { frozen.dup.tap { |d| d.x = 5 }.x }
check("clone stays") { frozen.clone.frozen? }
check("clone(freeze: false)") { frozen.clone(freeze: false).frozen? }
check("clone(freeze: true)") { Point.new.clone(freeze: true).frozen? }
check("clone(freeze: 1)") { Point.new.clone(freeze: 1) }
check("initialize that freezes") { Class.new { def initialize = (@a = 1; freeze); def b = @b = 1 }.new.b }
check("parts are not frozen") { a = ["x"].freeze; a[0] << "y"; a }
check("FrozenError.new") { FrozenError.new("m", receiver: 5).then { |e| [e.message, e.receiver] } }
check("no receiver") { FrozenError.new("m").receiver }
check("ancestors") { FrozenError.ancestors.take(3) }

{
  "<<" => ->(s) { s << "x" }, "concat" => ->(s) { s.concat("x") }, "[]=" => ->(s) { s[0] = "x" }, "upcase!" => ->(s) { s.upcase! }, "upcase! without change" => ->(s) { s.downcase! },
  "clear" => ->(s) { s.clear }, "replace" => ->(s) { s.replace("x") }, "replace by itself" => ->(s) { s.replace(s) }, "insert" => ->(s) { s.insert(0, "x") }, "force_encoding" => ->(s) { s.force_encoding("UTF-8") },
  "setbyte" => ->(s) { s.setbyte(0, 65) }, "chomp!" => ->(s) { s.chomp! }, "slice!" => ->(s) { s.slice!(0) }, "prepend" => ->(s) { s.prepend("x") }, "tr!" => ->(s) { s.tr!("q", "r") }, "squeeze!" => ->(s) { s.squeeze! },
  "+=" => ->(s) { s += "x" }, "unary plus" => ->(s) { (+s).frozen? }, "dup" => ->(s) { s.dup << "x" }, "succ!" => ->(s) { s.succ! }, "reverse!" => ->(s) { s.reverse! },
}.each { |name, change| check("string #{name}") { change.call("abc".dup.freeze) } }
{
  "<<" => ->(a) { a << 1 }, "push nothing" => ->(a) { a.push }, "[]=" => ->(a) { a[0] = 1 }, "pop" => ->(a) { a.pop }, "shift" => ->(a) { a.shift }, "unshift" => ->(a) { a.unshift(1) }, "concat" => ->(a) { a.concat([]) },
  "clear" => ->(a) { a.clear }, "sort!" => ->(a) { a.sort! }, "map!" => ->(a) { a.map! { _1 } }, "delete" => ->(a) { a.delete(99) }, "delete found" => ->(a) { a.delete(1) }, "delete_if" => ->(a) { a.delete_if { false } },
  "uniq!" => ->(a) { a.uniq! }, "compact!" => ->(a) { a.compact! }, "flatten!" => ->(a) { a.flatten! }, "fill" => ->(a) { a.fill(0) }, "insert" => ->(a) { a.insert(1, 1) }, "reverse!" => ->(a) { a.reverse! }, "replace" => ->(a) { a.replace([]) },
  "slice!" => ->(a) { a.slice!(0) }, "+=" => ->(a) { a += [1] }, "select!" => ->(a) { a.select! { true } }, "shuffle!" => ->(a) { a.shuffle! }, "rotate!" => ->(a) { a.rotate! }, "a[0], b =" => ->(a) { a[0], b = 1, 2 },
}.each { |name, change| check("array #{name}") { change.call([1, 2].freeze) } }
{
  "[]=" => ->(h) { h[:b] = 1 }, "store" => ->(h) { h.store(:a, 1) }, "delete" => ->(h) { h.delete(:a) }, "delete missing" => ->(h) { h.delete(:zz) }, "clear" => ->(h) { h.clear }, "merge!" => ->(h) { h.merge!({}) },
  "update" => ->(h) { h.update(b: 1) }, "default=" => ->(h) { h.default = 1 }, "default_proc=" => ->(h) { h.default_proc = proc {} }, "shift" => ->(h) { h.shift }, "reject!" => ->(h) { h.reject! { false } }, "keep_if" => ->(h) { h.keep_if { true } },
  "transform_values!" => ->(h) { h.transform_values! { _1 } }, "compact!" => ->(h) { h.compact! }, "compare_by_identity" => ->(h) { h.compare_by_identity }, "rehash" => ->(h) { h.rehash }, "replace" => ->(h) { h.replace({}) },
  "||=" => ->(h) { h[:a] ||= 2 }, "||= missing" => ->(h) { h[:zz] ||= 2 }, "default proc that stores" => ->(h) { h.to_a },
}.each { |name, change| check("hash #{name}") { change.call({ a: 1 }.freeze) } }
check("hash with a storing default") { Hash.new { |h, k| h[k] = 1 }.freeze[:a] }
check("struct") { Struct.new(:a).new(1).freeze.a = 2 }
check("struct []=") { Struct.new(:a).new(1).freeze[:a] = 2 }
check("data") { Data.define(:a).new(a: 1).instance_variable_set(:@b, 1) }
check("range") { (1..2).instance_variable_set(:@a, 1) }
check("Range.new") { [Range.new(1, 2).frozen?, (1..2).frozen?] }
check("symbol") { :a.instance_variable_set(:@a, 1) }
check("integer") { x = 5; def x.s = 1 }
check("float singleton") { 1.5.singleton_class }
check("symbol singleton") { :a.define_singleton_method(:x) { } }
check("nil singleton") { def nil.svm_test = 1; nil.svm_test }
check("class") { Class.new.freeze.define_method(:x) { } }
check("class ivar") { Class.new.freeze.instance_variable_set(:@a, 1) }
check("class variable") { Class.new.freeze.class_variable_set(:@@a, 1) }
check("module include") { Module.new.freeze.include(Comparable) }
check("frozen class still has instances") { Class.new { def initialize = @a = 1 }.freeze.new.instance_variables }
check("constant") { module FrozenModule; freeze; end; FrozenModule::A = 1 }
check("method alias") { c = Class.new { def a = 1 }.freeze; c.send(:alias_method, :b, :a) }
check("remove_method") { c = Class.new { def a = 1 }.freeze; c.send(:remove_method, :a) }
check("undef_method") { c = Class.new { def a = 1 }.freeze; c.send(:undef_method, :a) }
check("visibility") { c = Class.new { def a = 1 }.freeze; c.send(:private, :a) }
check("frozen by literal") { [:a.frozen?, 1.frozen?, 1.5.frozen?, (2**80).frozen?, nil.frozen?, (1..2).frozen?, Rational(1, 2).frozen?] }
check("not frozen") { ["a".frozen?, [].frozen?, {}.frozen?, Object.new.frozen?, "a#{1}".frozen?, -> {}.frozen?, Object.frozen?] }
check("methods that give frozen strings") { [:a.name.frozen?, :a.to_s.frozen?, nil.to_s.frozen?, true.to_s.frozen?, 1.to_s.frozen?, Object.name.frozen?, [].join.frozen?] }
check("hash keys are copied and frozen") { k = "key".dup; h = { k => 1 }; [h.keys[0].frozen?, h.keys[0].equal?(k), k.frozen?] }
check("frozen keys are kept") { k = "key".dup.freeze; { k => 1 }.keys[0].equal?(k) }
check("deep freezing by hand") { deep = ->(x) { x.each { deep.(_1) } if x.is_a?(Array); x.freeze }; deep.([["a"]]).then { |a| [a.frozen?, a[0].frozen?, a[0][0].frozen?] } }
check("comparison of frozen") { "a".dup.freeze == "a".dup }
check("enumerating while frozen") { [1, 2].freeze.map { _1 * 2 } }
check("frozen exception") { e = RuntimeError.new("x").freeze; raise e }
check("a frozen list in a constant") { CONST_LIST = %w[a b].freeze; CONST_LIST.map!(&:upcase) }
check("singleton class is frozen too") { frozen.singleton_class.frozen? }
