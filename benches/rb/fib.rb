# Recursive Fibonacci: method calls, integer compare, add and subtract.
# Usage: fib.rb [n]

def fib(n)
  n < 2 ? n : fib(n - 1) + fib(n - 2)
end

# The same number by iteration, to check the recursive one.
def fib_by_steps(n)
  a, b = 0, 1
  n.times { a, b = b, a + b }
  a
end

n = (ARGV[0] || 35).to_i
result = fib(n)
raise "fib(#{n}) gave #{result}" unless result == fib_by_steps(n)
puts "fib(#{n}) = #{result}"
