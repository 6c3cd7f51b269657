# Locals that no block captured, after their frame has ended.
def counter(n, (a, b), *rest, k: 7, **opt)
  unused = n * 2
  [unused].each { |inner| inner_only = inner; }
  late = nil
  pr = proc { |z| q = z; n }
  late = :set
  pr
end
pr = counter(4, [1, 2], 9, 8, z: 1)
b = pr.binding
p b.local_variables
p b.local_variable_get(:unused), b.local_variable_get(:late), b.local_variable_get(:rest), b.local_variable_get(:opt), b.local_variable_get(:k), b.local_variable_get(:a)
p b.eval("[n, unused, a, b, rest, k, opt, late]")
b.eval("unused += 1; fresh = unused")
p b.local_variable_get(:unused), b.local_variable_get(:fresh)
p pr.binding.local_variable_get(:unused)
p pr.binding.local_variable_defined?(:fresh)
b.local_variable_set(:late, [1])
p pr.binding.eval("late << 2")

# Blocks in blocks: each level leaves its own.
def nest
  one = 1
  [10].map do |x|
    two = x + 1
    [100].map do |y|
      three = y + 2
      lambda { }
    end.first
  end.first
end
l = nest
p l.binding.local_variables
p l.binding.eval("[one, x, two, y, three]")
l.binding.eval("one = 5; two = 6; [1].each { three = 7 }")
p l.binding.eval("[one, two, three]")

# Two Procs of one activation share; other activations do not.
def pair(v)
  w = v
  [proc { }, -> { }]
end
f, g = pair(1)
h, _ = pair(2)
f.binding.local_variable_set(:w, :changed)
p g.binding.local_variable_get(:w), h.binding.local_variable_get(:w)

# While the frame lives both see the same.
def living
  seen = 1
  pr = proc { }
  pr.binding.local_variable_set(:seen, 2)
  p seen
  seen = 3
  p pr.binding.local_variable_get(:seen)
  pr
end
p living.binding.local_variable_get(:seen)

# Frames that end by an exception, a break, a throw, a return from a block.
def raises(keep)
  mine = :raised
  keep << proc { }
  raise "x"
end
def throws(keep)
  mine = :thrown
  keep << proc { }
  throw :out
end
def returns(keep)
  mine = :returned
  keep << proc { }
  [1].each { return }
end
def breaks(keep)
  [1].each do |e|
    mine = :broken
    keep << proc { }
    break
  end
end
kept = []
begin; raises(kept); rescue; end
catch(:out) { throws(kept) }
returns(kept)
breaks(kept)
p kept.map { |k| k.binding.local_variable_get(:mine) }

# A block passed down, kept by the callee.
def keep_block(&blk) = blk
def passes
  hidden = "h"
  blk = keep_block { }
  hidden += "2"
  blk
end
p passes.binding.local_variable_get(:hidden)

# define_method and methods of Kernel reached by a computed name.
class K
  tick = 3
  define_method(:m) { |x| y = x + 1; proc { } }
end
p K.new.m(1).binding.local_variables, K.new.m(1).binding.local_variable_get(:y)
def computed
  inside = 5
  made = send("bind" + "ing")
  inside = 6
  made
end
b = computed
p b.local_variable_get(:inside), b.eval("inside + 1")
b.local_variable_set(:inside, 9)
p b.eval("inside")

# super in evaluated text reads the parameters as they are now.
class P1; def m(*a, **k) = [a, k]; end
class P2 < P1
  def m((a, b), c = 3, *d, e:, **f)
    a = 10
    c = 4
    [eval("super"), binding.eval("super(1, e: 3)"), [1].map { eval "super" }]
  end
end
p P2.new.m([1, 2], e: 5, z: 1)

# A fiber's frame.
fib = Fiber.new do |x|
  own = x
  Fiber.yield proc { }
  own = own.to_s
  Fiber.yield
  :done
end
pr = fib.resume(5)
p pr.binding.local_variable_get(:own)
fib.resume
p pr.binding.local_variable_get(:own)
fib.resume
p pr.binding.local_variable_get(:own)
pr.binding.local_variable_set(:own, :after)
p pr.binding.eval("own")
def outer_of_fiber
  far = 1
  pr = proc { }
  Fiber.new { pr.binding.local_variable_set(:far, 2) }.resume
  far
end
p outer_of_fiber
def recursive(n) = n == 0 ? [] : (mine = n; k = proc { }; recursive(n - 1) << k)
p recursive(5).map { |k| k.binding.local_variable_get(:mine) }
