# `defined?` whose answer nobody uses looks at nothing.

def noisy
  puts "noisy"
  1
end

defined?(noisy.abs)
defined?(noisy[0].foo)
[1].each { defined?(noisy.abs); 2 }
p defined?(noisy.abs)
x = (defined?(noisy.abs); 3)
p x
defined?(@none) and puts("never")
puts "asked" if defined?(noisy.abs)
