# svm: native abandoned, above, above_guarded, adding, block in drive, block in middle
# svm: native counting loop, drive, guarded, leaf, middle, name_of, numbers loop, outer
# svm: left adding: discarded
# Fibers are switched, left behind and ended while their frames are native.
WARM = 400

def counting(limit)
  i = 0
  sum = 0
  while i < limit
    sum += i * 2
    got = Fiber.yield(sum) if i % 100 == 99
    sum += got if got
    got = nil
    i += 1
  end
  sum
end

def resume_all(limit)
  fiber = Fiber.new { counting(limit) }
  seen = []
  seen << fiber.resume(seen.size) while fiber.alive?
  seen
end
p resume_all(1000)
p resume_all(1000) == resume_all(1000)

# In the midst of native frames, with objects in all of them.
def leaf(x)
  text = "leaf #{x}"
  got = Fiber.yield([text])
  "#{text} #{got}"
end

def middle(x)
  kept = [x, x * 1.5]
  inside = [x].map { |y| leaf(y + 1) }
  [kept, inside]
end

def outer(x)
  number = x + 0.25
  [middle(x), middle(x + 10), number * 2]
end

def drive(x)
  fiber = Fiber.new { outer(x) }
  first = fiber.resume
  second = fiber.resume(:a)
  [first, second, fiber.resume(:b), fiber.alive?]
end
WARM.times { drive(1) }
p drive(1)
many = (0...20).map { |x| Fiber.new { outer(x) } }
p many.map(&:resume).size, many.map { |f| f.resume(:x) }.last
GC.start
p many.map { |f| f.resume(:y) }.values_at(0, 19)

# What native code relies on changes while the fiber is suspended.
def adding(a, b)
  before = a + b
  Fiber.yield(before)
  [before, a + b, name_of(a)]
end

def name_of(x) = "name #{x}"

def above(a, b)
  inside = adding(a, b)
  [inside, a + b, name_of(b)]
end
WARM.times { f = Fiber.new { above(1, 2) }; f.resume; f.resume }
waiting = [Fiber.new { above(1, 2) }, Fiber.new { adding(3, 4) }]
p waiting.map(&:resume)
def name_of(x) = "other #{x}"
p waiting[0].resume
plus = Integer.instance_method(:+)
f = Fiber.new { above(1, 2) }
f.resume
Integer.define_method(:+) { |other| "plus" }
p waiting[1].resume, f.resume
Integer.define_method(:+, plus)

# Left behind.
def abandoned(log)
  kept = "x" * 10
  begin
    Fiber.yield(kept)
  ensure
    log << :ensure
  end
end
log = []
WARM.times { f = Fiber.new { abandoned([]) }; f.resume; f.resume }
100.times { Fiber.new { abandoned(log) }.resume }
GC.start
p log

# Raised into.
def guarded(log)
  leaf(1)
rescue ArgumentError => e
  log << e.message
  leaf(2)
ensure
  log << :ensured
end

def above_guarded(log)
  [guarded(log), :above]
ensure
  log << :above
end
WARM.times { f = Fiber.new { above_guarded([]) }; f.resume; f.resume }
f = Fiber.new { above_guarded(log) }
f.resume
p f.raise(ArgumentError, "into"), f.resume(5), log
log.clear
f = Fiber.new { above_guarded(log) }
f.resume
p((f.raise(IOError, "out") rescue $!.message), f.alive?, log)

# Generators over native code.
def numbers
  return to_enum(:numbers) unless block_given?
  i = 0
  while i < 1000
    yield i
    i += 1
  end
  :end
end
e = numbers
p 600.times.sum { e.next }, e.peek, e.next
p numbers.lazy.map { |x| x * 2 }.select { |x| x % 3 == 0 }.first(4)
a, b = numbers, numbers.with_index(5)
p 300.times.map { [a.next, b.next] }.last
p((1001.times { a.next } rescue [$!.class, $!.result]))
