# svm: deep
# svm: native ackermann, block in by_block, block in yielding, by_block, counted, down, ensuring, pair_a
# svm: native pair_b, rescued_inside, sum_to, yielding
# Native recursion until the stack is full, rescued, again and again.
def down(n) = 1 + down(n + 1)

def pair_a(n, x) = pair_b(n + 1, x) + 1

def pair_b(n, x)
  y = [x]
  pair_a(n + 1, y) + y.size
end

def by_block(n) = [n].each { |x| by_block(x + 1) }

def yielding(n)
  yield n
  yielding(n + 1) { |x| x }
end

def ensuring(n)
  ensuring(n + 1)
ensure
  $unwound += 1
end

def sum_to(n) = n == 0 ? 0 : n + sum_to(n - 1)

def ackermann(m, n)
  if m == 0
    n + 1
  elsif n == 0
    ackermann(m - 1, 1)
  else
    ackermann(m - 1, ackermann(m, n - 1))
  end
end

def counted(n)
  $deepest = n
  counted(n + 1)
rescue SystemStackError
  n
end

def attempt(what)
  send(what, *[0, 1].first(method(what).arity)) { |x| x }
  :ended
rescue SystemStackError => e
  [what, e.message, e.backtrace.size > 100]
end

p sum_to(100)
3.times do
  p attempt(:down), attempt(:pair_a), attempt(:by_block), attempt(:yielding)
  p sum_to(5000), ackermann(2, 40)
end
$unwound = 0
p attempt(:ensuring), $unwound > 1000

# Rescued far down in native code: all frames above go on.
p counted(0) == 0 || $deepest > 1000
def rescued_inside(n)
  return sum_to(50) if n == 0
  begin
    rescued_inside(n - 1)
    n == 5 ? down(0) : n
  rescue SystemStackError
    [:rescued, n]
  end
end
5.times { p rescued_inside(8), rescued_inside(5) }

# In a fiber, which has a stack of its own.
f = Fiber.new do
  Fiber.yield attempt(:down)
  Fiber.yield attempt(:pair_a)
  sum_to(1000)
end
p f.resume, f.resume, f.resume
p sum_to(7000)
