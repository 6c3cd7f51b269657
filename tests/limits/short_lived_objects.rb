# svm: args 300000
n = (ARGV[0] || 100_000_000).to_i
class Point
  attr_reader :x
  def initialize(x) = @x = x
end
i = 0
sum = 0
while i < n
  sum += Point.new(i).x & 1
  i += 1
end
puts sum == n / 2
