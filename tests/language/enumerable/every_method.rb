# Every method of Enumerable on a class that only has each; and again where each yields two values.
require_relative "../lib/check"

class Numbers
  include Enumerable
  attr_reader :taken

  def initialize(*n) = (@n = n; @taken = 0)

  def each
    @n.each { |x| @taken += 1; yield x }
    self
  end
end
class Pairs
  include Enumerable

  def each
    yield 1, :a
    yield 2, :b
    yield 3
    yield
    yield nil
    yield [4, :d]
  end
end

n = -> { Numbers.new(3, 1, 4, 1, 5, 9, 2, 6) }
e = -> { Numbers.new }
w = -> { Numbers.new("pear", "fig", "apple") }
{
  "all? block" => -> { [n[].all? { _1 > 0 }, n[].all? { _1 > 1 }, e[].all? { false }] }, "all? pattern" => -> { [n[].all?(Integer), n[].all?(1..5)] }, "all? plain" => -> { [n[].all?, Numbers.new(1, nil).all?] },
  "any?" => -> { [n[].any?, e[].any?, n[].any?(9), n[].any? { _1 > 9 }, Numbers.new(nil, false).any?] }, "none?" => -> { [n[].none?, e[].none?, n[].none?(String), n[].none? { _1 == 9 }] },
  "one?" => -> { [n[].one?(9), n[].one?(1), n[].one? { _1 > 8 }, e[].one?, Numbers.new(nil, 1).one?] }, "any? stops" => -> { x = n[]; x.any? { _1 == 4 }; x.taken }, "all? stops" => -> { x = n[]; x.all? { _1 > 2 }; x.taken },
  "chain" => -> { n[].chain([7], 8..9).to_a }, "+ of enumerators" => -> { (n[].each_entry + [7]).to_a }, "chunk" => -> { n[].chunk(&:even?).to_a }, "chunk with _alone and nil" => -> { n[].chunk { |x| x == 1 ? :_alone : x == 9 ? nil : :big }.to_a },
  "chunk with a wrong symbol" => -> { n[].chunk { :_other }.to_a }, "chunk_while" => -> { n[].chunk_while { |a, b| b > a }.to_a }, "slice_when" => -> { n[].slice_when { |a, b| b < a }.to_a }, "slice_before" => -> { n[].slice_before(&:even?).to_a }, "slice_before pattern" => -> { n[].slice_before(1).to_a },
  "slice_after" => -> { n[].slice_after(1).to_a }, "collect and map" => -> { [n[].map { _1 * 2 }, n[].collect(&:to_s).join] }, "flat_map" => -> { n[].flat_map { |x| x > 4 ? [x, [x]] : x } }, "collect_concat" => -> { w[].collect_concat(&:chars).first(5) },
  "compact" => -> { Numbers.new(1, nil, 2, false).compact }, "count" => -> { [n[].count, n[].count(1), n[].count(&:odd?)] }, "cycle" => -> { r = []; n[].cycle(2) { r << _1 }; r.size }, "cycle zero" => -> { n[].cycle(0) { raise } }, "cycle endless" => -> { n[].cycle.first(10) }, "cycle of none" => -> { e[].cycle { raise } },
  "detect" => -> { [n[].detect { _1 > 3 }, n[].find { _1 > 99 }, n[].find(-> { :none }) { false }] }, "find stops" => -> { x = n[]; x.find { _1 == 4 }; x.taken }, "find_index" => -> { [n[].find_index(4), n[].find_index { _1 > 4 }, n[].find_index(99)] },
  "drop" => -> { [n[].drop(3), n[].drop(99), n[].drop(0).size] }, "drop negative" => -> { n[].drop(-1) }, "drop_while" => -> { n[].drop_while { _1 < 5 } }, "take" => -> { [n[].take(3), n[].take(0), n[].take(99).size] }, "take negative" => -> { n[].take(-1) }, "take stops" => -> { x = n[]; x.take(2); x.taken }, "take_while" => -> { n[].take_while { _1 != 5 } },
  "each_cons" => -> { r = []; n[].each_cons(7) { r << _1 }; r }, "each_cons returns" => -> { n[].each_cons(2) { }.class }, "each_cons 0" => -> { n[].each_cons(0) }, "each_slice" => -> { n[].each_slice(3).to_a }, "each_slice returns" => -> { n[].each_slice(3) { }.class }, "each_entry" => -> { n[].each_entry.to_a.size },
  "each_with_index" => -> { n[].each_with_index.to_a.last }, "each_with_index arguments" => -> { n[].each_with_index { |x, i| break [x, i] if i == 2 } }, "each_with_object" => -> { n[].each_with_object([]) { |x, a| a.unshift(x) } }, "each_with_index returns" => -> { n[].each_with_index { }.class },
  "entries and to_a" => -> { [n[].entries == n[].to_a, e[].to_a] }, "filter, select, find_all" => -> { [n[].filter(&:even?), n[].select { _1 > 4 }, n[].find_all { false }] }, "filter_map" => -> { n[].filter_map { _1 * 2 if _1 > 3 } }, "reject" => -> { n[].reject(&:odd?) }, "partition" => -> { n[].partition { _1 > 3 } },
  "first" => -> { [n[].first, n[].first(2), e[].first, e[].first(2)] }, "first negative" => -> { n[].first(-1) }, "first stops" => -> { x = n[]; x.first; x.taken }, "grep" => -> { [n[].grep(1..3), n[].grep(Integer) { _1 * 10 }, w[].grep(String).size] }, "grep_v" => -> { [n[].grep_v(1..4), n[].grep_v(1..8) { -_1 }] },
  "group_by" => -> { n[].group_by { _1 % 3 } }, "include?" => -> { [n[].include?(9), n[].member?(10), n[].include?(3.0)] }, "inject block" => -> { n[].inject { |a, b| a * b } }, "inject symbol" => -> { [n[].inject(:+), n[].inject(10, :+), n[].inject(2) { |a, b| a - b }] }, "inject of one and none" => -> { [Numbers.new(5).inject { raise }, e[].inject(:+), e[].inject(1) { raise }] },
  "inject string name" => -> { n[].inject("+") }, "reduce" => -> { n[].reduce(:lcm) }, "inject without anything" => -> { n[].inject }, "lazy" => -> { n[].lazy.map { _1 + 1 }.select(&:even?).first(2) }, "lazy stops" => -> { x = n[]; x.lazy.map { _1 }.first(3); x.taken },
  "max, min" => -> { [n[].max, n[].min, w[].max, e[].max] }, "max n" => -> { [n[].max(3), n[].min(3), n[].max(0), e[].max(2)] }, "max block" => -> { [w[].max { |a, b| a.size <=> b.size }, w[].min { |a, b| a.size <=> b.size }, n[].max(2) { |a, b| b <=> a }] }, "max_by" => -> { [w[].max_by(&:size), w[].min_by(&:size), w[].max_by(2, &:size), e[].max_by { raise }] },
  "minmax" => -> { [n[].minmax, w[].minmax { |a, b| a.size <=> b.size }, e[].minmax] }, "minmax_by" => -> { [w[].minmax_by(&:size), w[].minmax_by(&:size)] }, "max of mixed" => -> { Numbers.new(1, "a").max }, "min negative" => -> { n[].min(-1) }, "reverse_each" => -> { [n[].reverse_each.to_a, n[].reverse_each { break _1 }] },
  "sort" => -> { [n[].sort, n[].sort { |a, b| b <=> a }] }, "sort mixed" => -> { Numbers.new(1, nil).sort }, "sort bad block" => -> { n[].sort { "x" } }, "sort_by" => -> { [n[].sort_by { -_1 }, w[].sort_by { [_1.size, _1] }] }, "sort_by mixed" => -> { n[].sort_by { |x| x > 4 ? "a" : 1 } }, "sum" => -> { [n[].sum, n[].sum(0.5), n[].sum { _1 * 2 }, e[].sum, e[].sum(:x), w[].sum("")] }, "sum of strings" => -> { w[].sum },
  "sum of floats" => -> { Numbers.new(0.1, 0.2, 0.3, 0.4, 0.5, 0.6).sum }, "sum mixed" => -> { Numbers.new(1, 2.5, 3).sum }, "tally" => -> { n[].tally }, "tally into" => -> { h = { 1 => 10 }; n[].tally(h); h }, "tally into frozen" => -> { n[].tally({}.freeze) }, "tally_by" => -> { n[].tally_by(&:odd?) },
  "to_h" => -> { n[].to_h { [_1, _1 * 2] } }, "to_h bad" => -> { n[].to_h }, "to_h bad block" => -> { n[].to_h { _1 } }, "uniq" => -> { [n[].uniq, n[].uniq { _1 % 3 }] }, "zip" => -> { [n[].zip([7], 8..9).first(3), n[].zip.first(1)] }, "zip block" => -> { r = []; [n[].zip([7]) { r << _1 }, r.size] }, "zip wrong" => -> { n[].zip(5) },
  "each_entry with arguments" => -> { Pairs.new.each_entry.to_a }, "to_enum size" => -> { [n[].each_slice(2).size, n[].each_entry.size] }, "without block" => -> { %i[map select reject group_by partition sort_by min_by each_with_index flat_map find find_index each_entry filter_map take_while drop_while uniq].map { |m| n[].send(m).class }.uniq },
  "inspect of an enumerator" => -> { [1].each_slice(2).inspect }, "enumerator with_index" => -> { n[].map.with_index(1) { |x, i| x * i } }, "each_with_index with_index" => -> { n[].each_with_index.with_index(10).to_a.first }, "select with_index" => -> { n[].select.with_index { |_, i| i.odd? } }, "group_by with_index" => -> { n[].group_by.with_index { |_, i| i % 3 }.transform_values(&:size) },
}.each { |label, code| check(label, &code) }
q = Pairs.new
{
  "to_a" => -> { q.to_a }, "map one parameter" => -> { q.map { |x| x } }, "map two" => -> { q.map { |a, b| [a, b] } }, "map rest" => -> { q.map { |*r| r } }, "select one" => -> { q.select { |x| x } }, "select two" => -> { q.select { |a, b| b } }, "reject" => -> { q.reject { |a, b| b } }, "find" => -> { q.find { |a, b| b == :b } },
  "first" => -> { [q.first, q.first(4)] }, "include?" => -> { [q.include?([1, :a]), q.include?(3), q.include?(nil)] }, "count" => -> { [q.count, q.count([1, :a]), q.count { |a, b| b }] }, "each_with_index" => -> { q.each_with_index.to_a }, "each_with_object" => -> { q.each_with_object([]) { |x, m| m << x } }, "inject" => -> { q.inject { |a, b| [a, b] } },
  "group_by" => -> { q.group_by { |a, b| b.class } }, "partition" => -> { q.partition { |a, b| b } }, "min_by" => -> { q.min_by { |a, b| a.to_a.size rescue 0 } }, "each_slice" => -> { q.each_slice(2).to_a }, "each_cons" => -> { q.each_cons(5).to_a }, "zip" => -> { q.zip(q).first(2) }, "take_while" => -> { q.take_while { |a, b| b } }, "drop_while" => -> { q.drop_while { |a, b| b } },
  "flat_map" => -> { q.flat_map { |a, b| [b, a] } }, "filter_map" => -> { q.filter_map { |a, b| b } }, "tally" => -> { q.tally }, "uniq" => -> { q.uniq { |a, b| b.class } }, "to_h" => -> { Pairs.new.first(2).to_h }, "each_entry" => -> { r = []; q.each_entry { |x| r << x }; r }, "find_index" => -> { [q.find_index([2, :b]), q.find_index { |a, b| b == :b }] }, "sort_by" => -> { q.sort_by { |a, b| [b.to_s, a.to_s] } },
  "reduce with numbered" => -> { q.map { _1 } }, "numbered two" => -> { q.map { [_1, _2] } }, "it" => -> { q.map { it } }, "lambda block" => -> { q.first(2).map(&->(a) { a }) }, "lambda block two" => -> { q.map(&->(a, b) { [a, b] }) }, "method block" => -> { def pair(*x) = x; q.map(&method(:pair)) }, "sum" => -> { q.sum { |a, b| b ? 1 : 0 } }, "reverse_each" => -> { q.reverse_each.first(2) }, "any?" => -> { [q.any? { |a, b| b == :d }, q.any?([1, :a])] }, "next" => -> { x = q.to_enum; [x.next, x.next_values, x.next, x.next_values, x.peek, x.next, x.next_values] },
}.each { |label, code| check("pairs #{label}", &code) }
