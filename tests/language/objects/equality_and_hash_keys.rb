class Plain; end
a = Plain.new
p a == a, a == Plain.new, a.eql?(a), a.equal?(a), a.hash == a.hash, a.hash == Plain.new.hash, a != a, a === a
class Val
  attr_reader :v
  def initialize(v) = @v = v
  def ==(o) = o.is_a?(Val) && v == o.v
  alias eql? ==
  def hash = v.hash
end
p Val.new(1) == Val.new(1), Val.new(1) != Val.new(2), [Val.new(1)] == [Val.new(1)], { Val.new(1) => :x }[Val.new(1)], [Val.new(1), Val.new(1)].uniq.size, [Val.new(1)].include?(Val.new(1)), [Val.new(1)] - [Val.new(1)], ([Val.new(1)] & [Val.new(1)]).size, [Val.new(2), Val.new(1)].index(Val.new(1)), [Val.new(1)].count(Val.new(1)), { a: Val.new(1) } == { a: Val.new(1) }, [[Val.new(1)]].flatten.size, [Val.new(1)].hash == [Val.new(1)].hash
class OnlyEq
  def ==(o) = true
end
p OnlyEq.new == 5, 5 == OnlyEq.new, OnlyEq.new.eql?(5), [OnlyEq.new] == [1], OnlyEq.new != 3, { OnlyEq.new => 1 }[OnlyEq.new]
p 1.eql?(1.0), 1 == 1.0, 1.hash == 1.0.hash, "a".hash == "a".hash, [1, 2].hash == [1, 2].hash, { a: 1 }.hash == { a: 1 }.hash, (1..2).hash == (1..2).hash, nil.hash == nil.hash, :a.hash == :a.hash, 1.5.hash == 1.5.hash, (2**70).hash == (2**70).hash, [1, [2]].eql?([1, [2]]), [1].eql?([1.0]), { 1 => 2 }.eql?({ 1 => 2.0 })
p a.object_id == a.object_id, a.object_id == a.dup.object_id, 1.object_id, 2.object_id, nil.object_id, true.object_id, false.object_id, :a.object_id == :a.object_id, "x".object_id == "x".object_id
h = {}
h[a] = 1
10.times { GC.start if false; Plain.new }
p h[a], h.compare_by_identity[a], a.hash.is_a?(Integer), a.object_id.is_a?(Integer)
s = "k"
i = {}.compare_by_identity
i[s] = 1
p i[s], i["k"], i.key?(s), i.keys
p (a <=> a), (a <=> 1)
p a.instance_of?(Plain), Plain === a, a.!, a.then { 1 }, a.itself.equal?(a), a.nil?
