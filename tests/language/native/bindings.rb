# svm: native block in by_proc, block in inside, block in top, by_proc, call_with, evaluated, inside, leaf
# svm: native loop_of loop, made, middle, reads, top, v, with_binding
# Bindings and evaluated text read and write the locals of native frames, which
# see it at once.
WARM = 400

def poke(b, name, value)
  b.local_variable_set(name, value)
end

def with_binding(x, deep, skip)
  y = x + 1
  b = binding
  poke(b, :y, deep)
  seen = y
  i = 0
  while i < 3
    seen = [seen, y] if i == 1
    poke(b, :i, skip[i])
    i += 1
  end
  [x, y, seen, i, b.local_variables.size]
end
turns, ends = [0, 1, 2], [0, 10]
WARM.times { with_binding(1, 2, turns) }
p with_binding(1, 2, turns), with_binding(1, 50, ends), with_binding(1, "text", [0, 1, 2.5])

# The binding of a block that native code made.
def call_with(x, &block)
  yield x
  $block = block
  block.call(x + 1)
end

def by_proc(x, change)
  total = x
  plain = x * 2
  call_with(x) { |y| total += y }
  change.call($block.binding)
  total += 1
  plain += 1
  [total, plain]
end
nothing = ->(b) {}
WARM.times { by_proc(1, nothing) }
p by_proc(1, nothing)
p by_proc(1, ->(b) { b.local_variable_set(:total, 100) })
p by_proc(1, ->(b) { b.local_variable_set(:plain, 200) })
p by_proc(1, ->(b) { b.eval("plain = total = 7") })
p by_proc(1, ->(b) { b.eval("x = 9; fresh = 1"); p b.local_variable_get(:plain), b.eval("self").to_s })

# In the midst of native frames.
def leaf(change)
  change.call
  :leaf
end

def middle(change)
  inner = 5
  result = leaf(change)
  [result, inner]
end

def top(x, setter)
  a = x
  text = "t"
  get = proc { a }
  change = -> { setter.call(get.binding) }
  result = middle(change)
  a += 1
  [a, text, result, get.call]
end
WARM.times { top(1, nothing) }
p top(1, nothing)
p top(1, ->(b) { b.local_variable_set(:a, 41) })
p top(1, ->(b) { b.local_variable_set(:text, "changed") })
p top(1, ->(b) { b.local_variable_set(:result, "too early") })
p top(1, ->(b) { b.local_variable_set(:a, 1.5); b.local_variable_set(:text, nil) })
p top(1, ->(b) { b.eval("a += text.size; text = text.upcase; fresh = 1") })
def loop_of(limit, setters)
  a = 0
  other = 1.5
  get = proc { a }
  i = 0
  while i < limit
    a += 1
    other += 0.5
    setters[i].call(get.binding)
    i += 1
  end
  [a, other, i]
end
at = ->(turn, setter) { Hash.new(nothing).merge(turn => setter) }
p loop_of(900, at.(890, nothing))
p loop_of(900, at.(890, ->(b) { b.local_variable_set(:a, 5000) }))
p loop_of(900, at.(890, ->(b) { b.local_variable_set(:other, 5000) }))
p loop_of(900, at.(890, ->(b) { b.local_variable_set(:i, 895) }))
p loop_of(900, at.(890, ->(b) { b.local_variable_set(:limit, 893) }))

# eval in a native method, and with its text's own methods.
def evaluated(x, text)
  y = x + 1
  z = eval(text)
  y += 1
  [x, y, z]
end
WARM.times { evaluated(1, "x + y") }
p evaluated(1, "x + y"), evaluated(1, "y = 10; x = 5; fresh = 6; fresh + x"), evaluated(1, "binding.local_variables.size")
p evaluated(1, "[1, 2].map { |v| y += v }"), evaluated(1, "def evaluated_inside = y_not_here rescue 3; 4")

# The frame has ended.
def made(x)
  y = x * 3
  -> { y }
end
WARM.times { made(1) }
kept = made(2)
kept.binding.local_variable_set(:y, "later")
p kept.call, kept.binding.local_variable_get(:x)

# instance_eval, instance_exec, define_method and class_eval from native code.
class Box
  def initialize(v) = @v = v
end

def inside(box, k)
  a = box.instance_eval { @v + k }
  b = box.instance_exec(3) { |z| @v + z + k }
  k += 1
  [a, b, k, box.instance_variable_get(:@v)]
end
box = Box.new(10)
WARM.times { inside(box, 1) }
p inside(box, 1)
Box.class_eval("def v = @v * 2")
def reads(box) = [box.v, box.v]
WARM.times { reads(box) }
p reads(box)
Box.class_eval("def v = @v * 3")
p reads(box)
p [1, 2].each_with_index.map { |x, i| binding.local_variable_get(:x) + i }
