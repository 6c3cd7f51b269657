# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop, !=, ==
# svm: left inner_1: discarded
# `==` and `!=` change while native code compares.
require_relative "lib/live"

class Point
  attr_reader :x

  def initialize(x) = @x = x

  def ==(other) = other.is_a?(Point) && x == other.x
end

probe = Probe.new("[a == b, a != b]")
p probe.three(Point.new(1), Point.new(1)) { Point.define_method(:==) { |other| false } }
p probe.one(Point.new(1), Point.new(1)) { Point.define_method(:==) { |other| :yes } }
p probe.turning(Point.new(1), Point.new(1)) { Point.define_method(:!=) { |other| :differs } }

equal = Integer.instance_method(:==)
ints = Probe.new("[a == b, (a == 3 ? 1 : 2)]")
p ints.three(3, 3) { Integer.define_method(:==) { |other| :odd } }
p ints.three(3, 3) { Integer.define_method(:==, equal) }
p ints.one(3, 4) { Integer.define_method(:==) { |other| true } }
Integer.define_method(:==, equal)

nils = Probe.new("[a == b, a != b]")
p nils.three(nil, nil) { NilClass.define_method(:==) { |other| :never } }
symbols = Probe.new("a == :b ? 1 : 2")
p symbols.three(:b, nil) { Symbol.define_method(:==) { |other| false } }
