# Constants that are deprecated or set again: each place that uses one tells once.
def Warning.warn(text, category: nil) = $stdout.write(category.inspect, " ", text)
Warning[:deprecated] = true

OLD = 1
Object.deprecate_constant :OLD
OLD
2.times { OLD }
Object.const_get(:OLD)
p defined?(OLD), Object.const_defined?(:OLD)

class Holder
  X = [1]
  deprecate_constant :X
  def self.x = X
end
p Holder::X, Holder.x, Holder.const_get(:X)
class Under < Holder
  p X, const_get(:X)
end
Holder::X = 5
p Holder::X
Holder.const_set(:X, 6)
class Holder
  Y ||= 3
  Y ||= 4
  Z = 1
  Z = 2
end
module Inner
  OLD = 7
  p OLD
end
Warning[:deprecated] = false
p OLD
$VERBOSE = nil
OLD = 2
p OLD
