# svm: native block in breaker, block in breaking, block in ensuring, block in hot, block in lambdas
# svm: native block in leave_by, block in middle, block in nested_loops, block in nexting, block in orphan
# svm: native block in redoing, block in return_from, block in returning, block in through_primitives
# svm: native block in throwing, breaker, breaking, each_of, ensuring, hot loop, initialize, lambdas
# svm: native leave_by, middle, nexting, orphan, orphans, redoing, return_from, returning, step
# svm: native through_primitives, throwing, uncaught
# break, next, redo, return and throw in blocks of native code.
WARM = 400

def each_of(list)
  i = 0
  while i < list.size
    yield list[i]
    i += 1
  end
  :done
end

def twice(list, &block)
  each_of(list) { |x| block.call(x) }
  each_of(list, &block)
end

def middle(list)
  result = each_of(list) { |x| yield x }
  [result, :middle]
end

def breaking(list, at)
  count = 0
  result = middle(list) do |x|
    count += 1
    break [:broke, x] if x == at
    count += 1
  end
  [result, count]
end

def nexting(list, at)
  sum = 0
  result = middle(list) do |x|
    next if x == at
    sum += x
  end
  [result, sum]
end

def returning(list, at)
  middle(list) do |x|
    [x].each { |y| return [:returned, y] if y == at }
  end
  :not_found
end

def redoing(list, at)
  again = 3
  seen = []
  middle(list) do |x|
    seen << x
    redo if x == at && (again -= 1) > 0
  end
  seen
end

def ensuring(list, at, log)
  middle(list) do |x|
    begin
      return x if x == at
    ensure
      log << [:ensure, x]
    end
  end
  log << :end
ensure
  log << :last
end

def throwing(list, at)
  catch(:found) do
    middle(list) { |x| throw :found, [:thrown, x] if x == at }
    :nothing
  end
end

list = (1..5).to_a
WARM.times do
  breaking(list, 0)
  nexting(list, 0)
  returning(list, 0)
  redoing(list, 0)
  ensuring(list, 0, [])
  throwing(list, 0)
end
p breaking(list, 3), breaking(list, 9)
p nexting(list, 3), nexting(list, 9)
p returning(list, 3), returning(list, 9)
p redoing(list, 3), redoing(list, 9)
log = []
p ensuring(list, 3, log), log, ensuring(list, 9, log), log
p throwing(list, 3), throwing(list, 9)
WARM.times { |i| breaking(list, i % 6); returning(list, i % 6); throwing(list, i % 6); nexting(list, i % 6) }
p breaking(list, 3), returning(list, 3), throwing(list, 3), nexting(list, 3)

# From loops that were entered interpreted.
def hot(limit)
  found = nil
  i = 0
  while true
    i += 1
    next if i.odd?
    found = [i].each { |x| break x * 2 if x > limit }
    break if found.is_a?(Integer)
  end
  [i, found]
end
p hot(10), hot(2000)

def nested_loops(limit)
  total = 0
  (1..limit).each do |a|
    b = 0
    while true
      b += 1
      next if b % 3 == 1
      break if b > a % 7
      total += b
    end
    total += 1 if loop { break true }
  end
  total
end
p nested_loops(10), nested_loops(1500)

# Procs and lambdas.
def lambdas(x)
  l = lambda { |y| return y + 1 if y > 0; next :zero if y == 0; :negative }
  pr = proc { |y| next y * 2 }
  [l.call(x), l.call(0), l.call(-1), pr.call(x)]
end
WARM.times { lambdas(3) }
p lambdas(3)

def orphan = proc { return 1 }
def breaker = proc { break 1 }
def orphans
  seen = []
  begin
    orphan.call
  rescue LocalJumpError => e
    seen << e.reason
  end
  begin
    breaker.call
  rescue LocalJumpError => e
    seen << e.reason
  end
  seen
end
WARM.times { orphans }
p orphans

# A jump out of several native frames, with their ensure clauses in order.
def step(n, log, &block)
  if n == 0
    yield
  else
    begin
      step(n - 1, log, &block)
    ensure
      log << n
    end
  end
end

def leave_by(how)
  log = []
  result = catch(:out) do
    case how
    when :break then step(4, log) { break :broken }
    when :throw then step(4, log) { throw :out, :thrown }
    when :next then step(4, log) { next :nexted }
    when :raise then (step(4, log) { raise "x" } rescue :rescued)
    when :stop then loop { step(4, log) { raise StopIteration } }
    end
  end
  [result, log]
end

def return_from
  log = []
  step(4, log) { return [:returned, log] }
end
%i[break throw next raise stop].each { |how| WARM.times { leave_by(how) } }
WARM.times { return_from }
%i[break throw next raise stop].each { |how| p [how, leave_by(how)] }
p return_from

# Throws nobody catches, and through a primitive.
def uncaught
  throw :nobody, 1
rescue UncaughtThrowError => e
  [e.tag, e.value]
end
WARM.times { uncaught }
p uncaught

def through_primitives(at)
  catch(:tag) do
    [3, 1, 2].sort { |a, b| throw :tag, [a, b].sort if at == 1; a <=> b }.each_slice(1).map { |(x)| x }.inject { |a, b| throw :tag, b if at == b; a + b }
  end
end
WARM.times { through_primitives(0) }
p through_primitives(0), through_primitives(1).size, through_primitives(3)
p twice([1, 2]) { |x| x }, (twice([1, 2]) { |x| break x })
