# Ranges: literals of every form, endless and beginless ones, membership, iteration, errors.
require_relative "../lib/check"

RANGES = { "1..5" => 1..5, "1...5" => 1...5, "5..1" => 5..1, "1..1" => 1..1, "1...1" => 1...1, "1.." => (1..), "1..." => (1...), "..5" => (..5), "...5" => (...5), "nil..nil" => (nil..nil), "1.5..4" => 1.5..4, "1..4.5" => 1..4.5, "'a'..'e'" => "a".."e", "'a'...'e'" => "a"..."e", "'az'..'bc'" => "az".."bc", ":a..:c" => :a..:c, "big" => (2**64..2**64 + 2) }.freeze
METHODS = { "inspect" => :inspect, "to_s" => :to_s, "begin" => :begin, "end" => :end, "first" => :first, "last" => :last, "min" => :min, "max" => :max, "minmax" => :minmax, "size" => :size, "count" => :count, "exclude_end?" => :exclude_end?, "hash" => ->(r) { r.hash == r.dup.hash }, "frozen?" => :frozen? }.freeze
RANGES.each do |name, r|
  METHODS.each do |label, m|
    next if label == "count" && r.end.nil? && !r.begin.nil?

    check("(#{name}).#{label}") { m.is_a?(Symbol) ? r.public_send(m) : m.call(r) }
  end
  check("(#{name}).to_a") { r.to_a }
  check("(#{name}).first(2)") { r.first(2) }
  check("(#{name}).last(2)") { r.last(2) }
  check("(#{name}) covers") { [0, 1, 4.2, 5, 5.5, nil, "b", "bb", :b, 2**64].map { |x| [(r.cover?(x) rescue $!.class), (r === x rescue $!.class)] } }
  check("(#{name}) includes") { [1, 4.2, 5, "b", "bb"].map { |x| r.include?(x) rescue $!.class } }
  check("(#{name}).step(2)") { r.step(2).first(3) } if r.begin
  check("(#{name}).reverse_each") { r.reverse_each.first(2) }
  check("(#{name}) each") { a = []; r.each { |x| a << x; break if a.size > 2 }; a }
end
check("==") { [(1..2) == (1..2), (1..2) == (1...2), (1..2) == (1.0..2.0), (1..2).eql?(1.0..2.0), (1..) == (1..nil)] }
check("literals with variables") { a = 1; b = 3; [(a..b).to_a, (a...b).size, (a..).first, [*a..b]] }
check("in indexes") { a = [0, 1, 2, 3, 4]; [a[1..], a[..2], a[1...-1], a[-2..], a[5..], a[6..], a[2..1], a[(1..).step(2)], a[(..-2) % 3]] }
check("in string indexes") { s = "abcdef"; [s[1..], s[..2], s[1...-1], s[-2..], s[6..], s[7..]] }
check("index assignment") { a = [0, 1, 2, 3]; a[1..2] = :x; a[5..] = [9]; a }
check("in when") { [0, 3, 7, nil, "x"].map { |x| case x when 1..5 then :mid when 6.. then :big when ..0 then :low else :other end } }
check("Range.new") { [Range.new(1, 2), Range.new(1, 2, true), Range.new(nil, nil), Range.new("a", "b")] }
check("Range.new wrong") { Range.new(1, "a") }
check("Range.new wrong object") { Range.new(Object.new, Object.new) }
check("Range.new arguments") { Range.new(1) }
check("literal wrong") { x = "a"; 1..x }
check("cover? ranges") { [(1..5).cover?(2..3), (1..5).cover?(2..6), (1...5).cover?(1..4), (1..5).cover?(1...6), (1..).cover?(2..), (..5).cover?(1..), (1..5).cover?(3..2)] }
check("overlap?") { [(1..3).overlap?(3..4), (1...3).overlap?(3..4), (1..).overlap?(..0), (5..1).overlap?(0..9)] }
check("overlap? wrong") { (1..2).overlap?(1) }
check("step kinds") { [(1..10).step(3).to_a, (1.0..2.0).step(0.5).to_a, ("a".."g").step(3).to_a, (1..).step(5).first(2), ((1..9) % 4).to_a] }
check("step zero") { (1..3).step(0) { } }
check("step negative") { (1..3).step(-1).to_a }
check("step of strings by string") { ("a".."aaa").step("a").to_a }
check("step without each") { (1..3).step(2).class }
check("sum") { [(1..100).sum, (1..0).sum, (1...4).sum { _1 * 2 }, (1.5..3).respond_to?(:sum), (1..10**20).sum] }
check("sum endless float") { (1.5..3).sum }
check("bsearch") { [(0..100).bsearch { _1 >= 37 }, (0..100).bsearch { false }, (0.0..10.0).bsearch { _1 >= 2.5 }, (0..).bsearch { _1 > 1000 }, (0..100).bsearch { 50 <=> _1 }] }
check("minmax with blocks") { [(1..5).min { |a, b| b <=> a }, (1..5).max_by { -_1 }, (1..5).min(2), (1..5).max(2)] }
check("max of an excluded float end") { (1...4.5).max }
check("max of an excluded end from float") { (1.5...4).max }
check("each on floats") { (1.5..3).each { } }
check("each on beginless") { (..3).each { } }
check("to_a of endless") { (1..).to_a }
check("size of floats") { (1..3.7).size }
check("size from a float") { (1.5..3).size }
check("count with an argument") { [(1..5).count(3), (1..5).count(&:even?), (1..).count] }
check("%") { ((1..10) % 3).inspect }
check("pred") { [(1..3).reverse_each.to_a, (..3).reverse_each.first(2), ("a".."c").reverse_each.to_a] }
check("reverse_each endless") { (1..).reverse_each { } }
check("dup and clone") { r = 1..2; [r.dup == r, r.clone.frozen?] }
check("subclass") { Class.new(Range).new(1, 2).inspect }
check("splat") { [*1..3, *"a".."b"] }
check("clamp") { [5.clamp(1..3), 5.clamp(..3), 0.clamp(1..), (5.clamp(1...3) rescue $!.message)] }
check("rand") { [rand(1..1), Random.rand(2..2)] }
check("step over 2**62") { (2**62 - 1..2**62 + 1).to_a }
check("string succ edges") { [("y".."ab").to_a, ("Zz".."AAb").first(2), ("08".."11").to_a, ("a9".."b2").to_a, ("".."").to_a, ("b".."a").to_a] }
check("as hash keys") { { (1..2) => :a }[1..2] }
check("each returns") { r = 1..2; r.each { }.equal?(r) }
check("tally") { (1..3).tally.size }
check("range of times-like objects") { k = Struct.new(:n) { include Comparable; def <=>(o) = n <=> o.n; def succ = self.class.new(n + 1) }; (k.new(1)...k.new(4)).map(&:n) }
