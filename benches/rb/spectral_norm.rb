# Spectral norm of an infinite matrix by the power method: float division, blocks, float arrays.
# Usage: spectral_norm.rb [n]

KNOWN_NORMS = { 100 => "1.274219991", 5500 => "1.274224153" }

def element(row, column)
  sum = row + column
  1.0 / (sum * (sum + 1) / 2 + row + 1)
end

def multiply(vector)
  size = vector.size
  Array.new(size) do |row|
    total = 0.0
    column = 0
    while column < size
      total += element(row, column) * vector[column]
      column += 1
    end
    total
  end
end

def multiply_transposed(vector)
  size = vector.size
  Array.new(size) do |row|
    total = 0.0
    column = 0
    while column < size
      total += element(column, row) * vector[column]
      column += 1
    end
    total
  end
end

def spectral_norm(size)
  u = Array.new(size, 1.0)
  v = nil
  10.times do
    v = multiply_transposed(multiply(u))
    u = multiply_transposed(multiply(v))
  end
  vbv = vv = 0.0
  u.each_with_index do |value, index|
    vbv += value * v[index]
    vv += v[index] * v[index]
  end
  Math.sqrt(vbv / vv)
end

n = (ARGV[0] || 500).to_i
norm = format("%.9f", spectral_norm(n))
raise "norm #{norm}" unless KNOWN_NORMS.fetch(n, norm) == norm
puts "spectral norm #{n}: #{norm}"
