# svm: deep
# svm: native big, shallow, small
# A frame of `big` takes much more of the native stack than of the VM stack: its array literals are put together
# there. Both stacks are respected, in the main program and in a fiber.
ROW = (0..30).map { |i| "n + #{i}" }.join(", ")
eval <<~RUBY
  def big(n)
    s = #{(1..6).map { "[#{ROW}].sum" }.join(" + ")}
    s += n == 0 ? small(0) : big(n - 1)
    s & 255
  end
RUBY

def small(n) = n < 0 ? 0 : 1 + small(n + 1)

def deep(n)
  big(n)
rescue SystemStackError => error
  error.message
end

def shallow(n)
  n == 0 ? 1 : 1 + shallow(n - 1)
end

500.times { |i| small(-1 - i); deep(3) if i % 50 == 0 }
p deep(10), deep(100_000), shallow(5_000)
fiber = Fiber.new do
  [1, 10, 50, 100, 200, 300, 500, 1000, 2000, 3000, 100_000].each { |n| Fiber.yield deep(n) }
  shallow(500)
end
p fiber.resume while fiber.alive?
