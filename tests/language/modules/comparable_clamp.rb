p 5.clamp(1, 3), 5.clamp(7, 9), 5.clamp(1, 9), 5.clamp(1..3), 5.clamp(7..), 5.clamp(..3), 1.5.clamp(1, 2), "b".clamp("a", "c"), "z".clamp("a", "c"), 5.clamp(5, 5)
p 5.between?(1, 5), 5.between?(6, 9), "b".between?("a", "c"), 1.5.between?(1, 2)
[-> { 5.clamp(3, 1) }, -> { 5.clamp(1...3) }, -> { 5.clamp("a", "b") }, -> { 5.clamp(1) }, -> { "a".clamp(1, 2) }].each do |l|
  l.call
rescue ArgumentError, TypeError => e
  puts e.message
end
class Ver
  include Comparable
  attr_reader :parts
  def initialize(s) = @parts = s.split(".").map(&:to_i)
  def <=>(o) = parts <=> o.parts
  def to_s = parts.join(".")
  def inspect = "v#{self}"
end
v = %w[1.2.10 1.2.9 1.10 2.0 1.2].map { |s| Ver.new(s) }
p v.sort, v.min, v.max, v.sort { |a, b| b <=> a }.first, Ver.new("1.0") == Ver.new("1.0"), Ver.new("1.0") < Ver.new("1.0.1"), v.first.clamp(Ver.new("1.3"), Ver.new("1.5")), v.first.between?(v[1], v[3]), v.include?(Ver.new("2.0")), v.uniq.size
