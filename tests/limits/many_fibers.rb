fibers = (1..(ARGV[0] || 1000).to_i).map { |i| Fiber.new { Fiber.yield i; i * 2 } }
p fibers.sum(&:resume)
p fibers.sum(&:resume)
p fibers.count(&:alive?)
5_000.times { Fiber.new { Fiber.yield }.resume }
puts "abandoned fibers are collected"
