# Fannkuch: flips of the prefix of every permutation of 1..n; array indexing and integer loops.
# Usage: fannkuch.rb [n]

KNOWN = {
  5 => [11, 7], 6 => [49, 10], 7 => [228, 16], 8 => [1616, 22], 9 => [8629, 30], 10 => [73_196, 38], 11 => [556_355, 51]
}

def count_flips(permutation)
  work = permutation.dup
  flips = 0
  until (first = work[0]) == 0
    low = 0
    high = first
    while low < high
      work[low], work[high] = work[high], work[low]
      low += 1
      high -= 1
    end
    flips += 1
  end
  flips
end

def fannkuch(n)
  permutation = (0...n).to_a
  counts = Array.new(n, 0)
  checksum = 0
  most = 0
  even = true
  rank = n

  loop do
    while rank > 1
      counts[rank - 1] = rank
      rank -= 1
    end

    flips = count_flips(permutation)
    most = flips if flips > most
    checksum += even ? flips : -flips

    # The next permutation: rotate ever longer prefixes until one count is left over.
    loop do
      return [checksum, most] if rank == n
      moved = permutation[0]
      index = 0
      while index < rank
        permutation[index] = permutation[index + 1]
        index += 1
      end
      permutation[rank] = moved
      counts[rank] -= 1
      break if counts[rank] > 0
      rank += 1
    end
    even = !even
  end
end

n = (ARGV[0] || 9).to_i
checksum, most = fannkuch(n)
if KNOWN.key?(n) && KNOWN[n] != [checksum, most]
  raise "fannkuch(#{n}) gave #{[checksum, most].inspect}, expected #{KNOWN[n].inspect}"
end
puts "fannkuch(#{n}): checksum #{checksum}, at most #{most} flips"
