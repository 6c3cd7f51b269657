# Patterns ask `respond_to?` with the name alone.

class Curious
  def respond_to?(*arguments)
    p arguments
    false
  end
end

case Curious.new
in [] then p :array
in { a: } then p a
else p :neither
end

class Hidden
  def respond_to?(name) = name == :deconstruct || super

  def deconstruct = [1, 2]
end

case Hidden.new
in [one, two] then p one + two
end

# A private method does not count.
class Closed
  private def deconstruct = [1]
end
p((Closed.new in [_]))
