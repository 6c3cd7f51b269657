# svm: native block in short_lived, build loop, closures loop, deep, evaluated, floats loop, initialize
# svm: native made_2, make, operands, short_lived, sum loop
# Collections happen while native frames hold the only references.
WARM = 400

class Node
  attr_accessor :value, :rest

  def initialize(value, rest)
    @value = value
    @rest = rest
  end
end

def build(n)
  list = nil
  i = 0
  while i < n
    list = Node.new([i, i.to_s, i * 0.5], list)
    i += 1
  end
  list
end

def sum(list)
  total = 0.0
  while list
    total += list.value[0] + list.value[2] + list.value[1].size
    list = list.rest
  end
  total
end
p sum(build(2000))

def deep(n, text, collect)
  mine = "#{text}#{n}"
  pair = [mine, n * 1.5]
  inside = n == 0 ? (collect.call; [mine]) : deep(n - 1, mine, collect)
  collect.call if n == 3
  [pair[0].size, pair[1], inside.size, mine[0, 3]] + inside.last(2)
end
nothing = -> {}
WARM.times { deep(6, "t", nothing) }
p deep(6, "t", nothing)
p deep(6, "t", -> { GC.start })
p deep(6, "t", -> { 5000.times { |i| [i, "x" * (i % 20)] } })
p deep(6, "t", -> { GC.start; ObjectSpace.garbage_collect })

def operands(a, b)
  [a + "x", b + "y", (GC.start; a + b), [a, [b, "#{a}#{b}"]], { a => b, "k" => a + "z" }, (GC.start if b == "q")]
end

40.times { operands("a", "b") }
p operands("a", "q")

def floats(n)
  list = []
  i = 0
  big = 1e200
  while i < n
    big *= 1.001
    list << big << i * 0.1
    list = list.last(6) if list.size > 50
    i += 1
  end
  list.last(2)
end
p floats(30), floats(3000)

def counts
  kept = [Node.new(1, nil), Node.new(2, nil)]
  GC.start
  kept.sum { |node| node.value }
end
10.times { counts }
p counts

def closures(n)
  made = []
  i = 0
  while i < n
    x = "v#{i}"
    made << -> { x << "!" }
    made.shift if made.size > 3
    i += 1
  end
  made.map(&:call)
end
p closures(10), closures(1500)

# Methods, classes and code that die while native code may still name them.
def short_lived(i)
  c = Class.new { define_method(:go) { |x| x + i } ; def self.make = new }
  o = c.make
  def o.single = 5
  [o.go(1), o.single]
end
60.times { |i| short_lived(i) }
GC.start
p short_lived(7)
def evaluated(i) = eval("def made_#{i % 3}(x) = x + #{i}; [made_#{i % 3}(1), made_#{i % 3}(2)]")
90.times { |i| evaluated(i) }
GC.start
p evaluated(5), evaluated(6), made_2(0)
WARM.times { made_2(1) }
GC.start
eval("def made_2(x) = [x]")
GC.start
p made_2(4)
