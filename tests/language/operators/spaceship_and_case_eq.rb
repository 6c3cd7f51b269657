p Integer === 5, (1..5) === 3, String === "a", :a === :a, 5 === 5.0, "a" === "a", nil === nil, Object === nil, ->(x) { x > 3 } === 4, Comparable === 1, Class === Integer, Integer === Integer
p 1 <=> 2, 2 <=> 1, 1 <=> 1, 1 <=> 1.5, "a" <=> "b", :a <=> :b, [1] <=> [2], nil <=> nil, 1 <=> nil, 1 <=> "1", Object.new <=> 1, true <=> true, true <=> false, Integer <=> Numeric, Numeric <=> Integer, Integer <=> String
class T
  def ===(o) = o == 42
end
p T.new === 42, (case 42 when T.new then :hit else :miss end), (case 41 when T.new then :hit else :miss end), [41, 42].grep(T.new), [1, "a", :b, nil].grep(String), (1..10).grep(3..5), [1, 2].grep(1) { |x| x * 10 }, [1, "a"].grep_v(Integer), [1, 2, 3].any?(2..3), [1, 2].all?(Integer), [nil].none?(Integer)
