f = Fiber.new { raise "inside the fiber" }
f.resume
