# Data: definition, construction in every form, immutability, copies, comparison, patterns, printing.
require_relative "../lib/check"

Point = Data.define(:x, :y) do
  def +(other) = with(x: x + other.x, y: y + other.y)
  def self.origin = new(0, 0)
  def length = Math.sqrt(x * x + y * y)
end
Measure = Data.define(:amount, :unit) do
  def initialize(amount:, unit: "m") = super(amount: Float(amount), unit:)
  def <=>(other) = amount <=> other.amount
  include Comparable
end
class Named < Data.define(:first, :last)
  def full = "#{first} #{last}"
  def to_s = full
end
Empty = Data.define

check("positional") { Point.new(1, 2) }
check("keywords") { Point.new(y: 2, x: 1) }
check("[]") { [Point[1, 2], Point[x: 3, y: 4]] }
check("readers") { p = Point.new(1, 2); [p.x, p.y] }
check("methods of the block") { [Point.new(1, 2) + Point.new(3, 4), Point.origin, Point.new(3, 4).length] }
check("missing") { Point.new(1) }
check("missing, none given") { Point.new }
check("missing keyword") { Point.new(x: 1) }
check("too many") { Point.new(1, 2, 3) }
check("unknown keyword") { Point.new(x: 1, y: 2, z: 3) }
check("unknown keywords") { Point.new(x: 1, y: 2, z: 3, w: 4) }
check("positional and keyword") { Point.new(1, y: 2) }
check("string keys") { Point.new("x" => 1, "y" => 2) }
check("initialize with defaults") { Measure.new("10") }
check("initialize with keywords") { Measure.new(amount: 1, unit: "km") }
check("initialize that converts fails") { Measure.new("x") }
check("comparable") { [Measure.new(1) < Measure.new(2), [Measure.new(3), Measure.new(1)].min, Measure.new(1).clamp(Measure.new(2), Measure.new(3))] }
check("subclass") { n = Named.new("Ada", "Lovelace"); [n, n.full, "#{n}", Named.superclass.superclass] }
check("subclass with a member of its own") { Class.new(Named) { def middle = :m }.new("a", "b").middle }
check("without members") { [Empty.new, Empty.members, Empty.new == Empty.new, (Empty.new(1) rescue $!.message)] }
check("members") { [Point.members, Point.new(1, 2).members, Named.members] }
check("frozen") { Point.new(1, 2).frozen? }
check("no setters") { Point.new(1, 2).x = 3 }
check("instance_variable_set") { Point.new(1, 2).instance_variable_set(:@a, 1) }
check("instance_variables") { Point.new(1, 2).instance_variables }
check("parts are not frozen") { Named.new("a".dup, "b").first << "c" }
check("with") { [Point.new(1, 2).with(y: 5), Point.new(1, 2).with] }
check("with makes a new object") { p = Point.new(1, 2); [p.with(x: 9).equal?(p), p] }
check("with unknown") { Point.new(1, 2).with(z: 1) }
check("with positional") { Point.new(1, 2).with(1) }
check("with goes through initialize") { Measure.new(1).with(amount: "2.5") }
check("to_h") { [Point.new(1, 2).to_h, Point.new(1, 2).to_h { |k, v| [k.to_s, v * 2] }] }
check("to_h bad block") { Point.new(1, 2).to_h { 1 } }
check("==") { [Point.new(1, 2) == Point.new(1, 2), Point.new(1, 2) == Point.new(1.0, 2.0), Point.new(1, 2) == Point.new(2, 1), Point.new(1, 2) == [1, 2]] }
check("eql?") { [Point.new(1, 2).eql?(Point.new(1, 2)), Point.new(1, 2).eql?(Point.new(1.0, 2))] }
check("hash") { [Point.new(1, 2).hash == Point.new(1, 2).hash, { Point.new(1, 2) => :found }[Point.new(1, 2)]] }
check("equal shape, other class") { Data.define(:x, :y).new(1, 2) == Point.new(1, 2) }
check("inspect and to_s") { [Point.new(1, nil).inspect, Point.new("a", :b).to_s] }
check("inspect nested") { Point.new(Point.new(1, 2), [Empty.new]) }
check("inspect anonymous") { Data.define(:a).new(1) }
check("inspect recursive") { a = []; p = Point.new(a, 1); a << p; p }
check("odd member names") { Data.define(:a?, :b!).new(1, 2) }
check("array pattern") { case Point.new(1, 2); in [x, y] then 1; else :no; end }
check("hash pattern") { case Point.new(1, 2); in { x:, y: } then [x, y]; end }
check("class pattern") { case Point.new(1, 2); in Point(x:, y: 3) then :a; in Point(x: Integer => a) then a; end }
check("deconstruct_keys") { [Point.new(1, 2).deconstruct_keys([:y]), Point.new(1, 2).deconstruct_keys(nil), Point.new(1, 2).deconstruct_keys([:z, :x])] }
check("deconstruct_keys wrong") { Point.new(1, 2).deconstruct_keys(1) }
check("deconstruct") { Point.new(1, 2).deconstruct }
check("dup and clone") { p = Point.new(1, 2); [p.dup == p, p.dup.frozen?, p.clone.frozen?] }
check("Data.new") { Data.new }
check("define with a string") { Data.define("a").members }
check("define with a bad name") { Data.define(5) }
check("define with a setter name") { Data.define(:a=) }
check("define with duplicates") { Data.define(:a, :a) }
check("ancestors") { [Point.ancestors.first(2), Point.superclass, Empty.instance_methods(false)] }
check("instance methods") { Point.instance_methods(false).sort }
check("respond_to?") { p = Point.new(1, 2); [p.respond_to?(:x), p.respond_to?(:x=), p.respond_to?(:each), p.respond_to?(:to_a), p.respond_to?(:with)] }
check("keyword splat") { Point.new(**{ x: 1, y: 2 }) }
check("splat") { Point.new(*[1, 2]) }
check("map to objects") { [[1, 2], [3, 4]].map { |a| Point.new(*a) }.sum(&:x) }
check("method reference") { [[1, 2], [3, 4]].map { |a, b| Point.method(:new).call(a, b) }.map(&:y) }
check("nil members") { Point.new(nil, nil).to_h }
check("initialize without super") { Class.new(Data.define(:a)) { def initialize(a:) = nil }.new(a: 1).then { |d| [d.frozen?, (d.a rescue $!.class)] } }
check("private members") { Class.new(Data.define(:a)) { private :a; def see = a }.new(1).then { |d| [d.see, (d.a rescue $!.class)] } }
check("overriding a reader") { Class.new(Data.define(:a)) { def a = super * 2 }.new(4).then { |d| [d.a, d.to_h] } }
