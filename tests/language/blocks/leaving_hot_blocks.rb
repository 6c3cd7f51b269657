# `break` and `return` out of blocks, often enough to be compiled, with
# everything that may stand between.
$log = Hash.new(0)

def each_up(n)
  i = 0
  while i < n
    yield i
    i += 1
  end
  :ended
end

def through(n, &block) = each_up(n, &block)

def ensured(n)
  each_up(n) { |i| yield i }
ensure
  $log[:ensured] += 1
end

def rescued(n)
  each_up(n) { |i| yield i }
rescue StandardError
  :never
end

def returns(n)
  each_up(n) { |i| return i * 10 if i == 3 }
  :not
end

def breaks(n)
  result = each_up(n) { |i| break i * 10 if i == 3 }
  [result]
end

def returns_deep(n)
  each_up(n) { |i| each_up(n) { |j| return [i, j] if i + j == 4 } }
  :not
end

def breaks_deep(n)
  sum = 0
  each_up(n) { |i| sum += each_up(n) { |j| break j if j > i } }
  sum
rescue TypeError
  sum
end

def returns_ensure(n)
  each_up(n) { |i| return i if i == 2 }
ensure
  $log[:home] += 1
end

def returns_inner_ensure(n)
  ensured(n) { |i| return i if i == 2 }
  :not
end

def breaks_inner_ensure(n) = ensured(n) { |i| break i if i == 2 }
def returns_rescued(n) = rescued(n) { |i| return i if i == 2 }
def breaks_rescued(n) = [rescued(n) { |i| break i if i == 2 }, 1]
def returns_through(n) = through(n) { |i| return i if i == 2 }
def breaks_through(n) = [through(n) { |i| break i if i == 2 }]

def override(n)
  each_up(n) { |i| return i if i == 2 }
ensure
  return :overridden if n == 7
end

def by_loop(n)
  i = 0
  loop do
    i += 1
    break i if i == 4
    return :early if i == n
  end + 100
end

def by_lambda(n)
  f = lambda { |x| each_up(n) { |i| return i if i == x } }
  [f.(1), f.(2)]
end

def by_proc(n)
  f = proc { |x| return x if x == 2 }
  each_up(n, &f)
  :not
end

def by_map(n) = (0...n).map { |i| i == 3 ? (break :broken) : i }
def by_find(list) = list.each { |x| return x if x > 3 } && nil
def by_inject(list) = list.inject { |a, b| a > 5 ? (break a) : a + b }
def by_times(n) = n.times { |i| n.times { |j| return i + j if i * j == 6 } }

def bound(n)
  x = 1
  seen = each_up(n) { |i| x = i; break binding if i == 3 }
  seen == :ended ? x : seen.local_variable_get(:x) + x
end

def in_new(n)
  Array.new(n) { |i| i == 3 ? (break i) : i }
end

class Holder
  define_method(:defined) { |n| n.times { |i| return i if i == 2 } }
  def initialize(n) = n.times { |i| yield i }
  def self.make(n) = new(n) { |i| break i * 2 if i == 2 }
end

def orphan
  proc { return 1 }
end

def orphan_break
  proc { break 1 }
end

def all(n)
  out = []
  out << returns(n) << breaks(n) << returns_deep(n) << breaks_deep(n)
  out << returns_ensure(n) << returns_inner_ensure(n) << breaks_inner_ensure(n)
  out << returns_rescued(n) << breaks_rescued(n) << returns_through(n) << breaks_through(n)
  out << override(n) << by_loop(n) << by_lambda(n) << by_proc(n) << by_map(n)
  out << by_find([1, 2, 3, 4, 5]) << by_inject([1, 2, 3, 4, 5]) << by_times(n)
  made = Holder.make(n)
  out << bound(n) << in_new(n) << Holder.new(1) { }.defined(n) << (Holder === made ? :made : made)
  out << catch(:done) { each_up(n) { |i| throw :done, i if i == 3 } }
  out << begin
    orphan.call
  rescue LocalJumpError => e
    e.message
  end
  out << begin
    orphan_break.call
  rescue LocalJumpError => e
    e.message
  end
  out
end

counts = Hash.new(0)
150.times { |i| counts[all(i % 10)] += 1 }
counts.sort_by { |list, _| list.inspect }.each { |list, count| p [count, *list] }
p $log

fiber = Fiber.new do
  60.times { |i| Fiber.yield(each_up(9) { |j| break i + j if j == 4 }) }
  :over
end
p (1..60).sum { fiber.resume }, fiber.resume
