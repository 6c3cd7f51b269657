# Sieve of Eratosthenes: array reads and writes in nested while loops, then a
# pass with blocks over the primes found.
# Usage: sieve.rb [limit]

KNOWN_COUNTS = {
  100 => 25, 1_000 => 168, 10_000 => 1229, 100_000 => 9592,
  1_000_000 => 78_498, 2_000_000 => 148_933, 5_000_000 => 348_513, 10_000_000 => 664_579
}

class Sieve
  attr_reader :limit

  def initialize(limit)
    @limit = limit
    @composite = Array.new(limit + 1, false)
    @composite[0] = @composite[1] = true
  end

  def run
    candidate = 2
    while candidate * candidate <= @limit
      strike_multiples(candidate) unless @composite[candidate]
      candidate += 1
    end
    self
  end

  def primes
    found = []
    @composite.each_with_index { |struck, number| found << number unless struck }
    found
  end

  private

  def strike_multiples(prime)
    composite = @composite
    limit = @limit
    multiple = prime * prime
    while multiple <= limit
      composite[multiple] = true
      multiple += prime
    end
  end
end

def twin_pairs(primes)
  pairs = 0
  previous = 0
  primes.each do |prime|
    pairs += 1 if prime - previous == 2
    previous = prime
  end
  pairs
end

n = (ARGV[0] || 5_000_000).to_i
primes = Sieve.new(n).run.primes
if KNOWN_COUNTS.key?(n) && KNOWN_COUNTS[n] != primes.size
  raise "#{primes.size} primes up to #{n}, expected #{KNOWN_COUNTS[n]}"
end
puts "#{primes.size} primes up to #{n}, last #{primes.last}, #{twin_pairs(primes)} twin pairs, sum #{primes.sum}"
