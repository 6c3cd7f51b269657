# A curried Proc passes on the block of the call that completes it.
given = lambda { |x, y, &block| block && block.call(x + y) }
p given.curry[1].call(2) { |sum| sum * 10 }
p given.curry.call(1, 2) { |sum| sum }
p given.curry[1][2]
p proc { |x, y, &block| block.call }.curry[1].call(2) { :called }
def meth(a, b) = yield(a, b)
p method(:meth).curry[3].call(4) { |*all| all }
