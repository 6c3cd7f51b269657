# `!=` asks `==`, also one that a core class got anew while the code ran.
def differ(a, b) = a != b
def loop_differ(a, b)
  count = 0
  40.times { count += 1 if a != b }
  count
end

PAIRS = [[1, 2], [3, 3], [1.5, 2.5], [1.5, 1.5], ["a", "b"], ["a", "a"], [nil, nil], [:a, :a], [:a, :b], [true, false],
         [2**70, 2**70], [[1], [1]], [1, 1.0]]

def show = puts(PAIRS.map { |a, b| "#{differ(a, b)} #{loop_differ(a, b)}" }.join(", "))

40.times { PAIRS.each { |a, b| differ(a, b) } }
show
class Symbol; def ==(other) = false; end
show
class Integer; def ==(other) = true; end
show
class Float; def ==(other) = true; end
show
class NilClass; def ==(other) = nil; end
show
class String; def ==(other) = 7; end
show
class TrueClass; def ==(other) = true; end
show
p 1.send(:!=, 2), 1.method(:!=).call(2), 1.public_send(:!=, 1)
