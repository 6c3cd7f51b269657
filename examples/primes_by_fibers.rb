# A sieve made of fibers: each prime is a filter that pulls numbers from the one before.
# Usage: primes_by_fibers.rb [how many]

def numbers_from(first)
  Fiber.new do
    loop do
      Fiber.yield first
      first += 1
    end
  end
end

def without_multiples(source, prime)
  Fiber.new do
    loop do
      number = source.resume
      Fiber.yield number unless number % prime == 0
    end
  end
end

count = (ARGV[0] || 25).to_i
source = numbers_from(2)
primes = Array.new(count) do
  prime = source.resume
  source = without_multiples(source, prime)
  prime
end
puts primes.each_slice(10).map { |row| row.map { |prime| prime.to_s.rjust(4) }.join }
