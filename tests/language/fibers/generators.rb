def gen(*a)
  Fiber.new do
    a.each { |x| Fiber.yield x }
    nil
  end
end
def take(f, n) = Array.new(n) { f.resume }
p take(gen(1, 2, 3), 3)
def merge(a, b)
  Fiber.new do
    x, y = a.resume, b.resume
    while x || y
      if y.nil? || (x && x <= y)
        Fiber.yield x
        x = a.resume
      else
        Fiber.yield y
        y = b.resume
      end
    end
    nil
  end
end
p take(merge(gen(1, 4, 7), gen(2, 3, 9)), 6), take(merge(merge(gen(5), gen(1)), gen(3)), 4)
class Sched
  def initialize = (@q = []; @log = [])
  attr_reader :log
  def spawn(name, n) = @q << Fiber.new { n.times { |i| @log << "#{name}#{i}"; Fiber.yield }; @log << "#{name}!" }
  def run
    while (f = @q.shift)
      f.resume
      @q << f if f.alive?
    end
    self
  end
end
s = Sched.new
s.spawn("a", 2)
s.spawn("b", 3)
s.spawn("c", 1)
p s.run.log
acc = Fiber.new { |x| total = 0; loop { total += x; x = Fiber.yield(total) } }
p [1, 2, 3, 4].map { |x| acc.resume(x) }
sg = Enumerator.new { |y| n = 0; loop { y << (n += 1)**2 } }
p sg.take(4), sg.next, sg.next, sg.peek, sg.lazy.select(&:odd?).first(3)
z = [gen(1, 2), gen(10, 20)]
p z.map(&:resume), z.map(&:resume), z.map(&:alive?), z.map(&:resume), z.map(&:alive?)
