# Mandelbrot set: float arithmetic in a tight loop.
# Usage: mandelbrot.rb [width in points]

LIMIT = 50

# Number of steps until the point leaves the circle of radius 2, LIMIT if it stays.
def escape_steps(cr, ci)
  zr = zi = 0.0
  steps = 0
  while steps < LIMIT
    zr2 = zr * zr
    zi2 = zi * zi
    return steps if zr2 + zi2 > 4.0
    zi = 2.0 * zr * zi + ci
    zr = zr2 - zi2 + cr
    steps += 1
  end
  steps
end

def render(width)
  inside = 0
  checksum = 0
  height = width
  height.times do |row|
    ci = 2.0 * row / height - 1.0
    bits = 0
    width.times do |column|
      cr = 2.0 * column / width - 1.5
      steps = escape_steps(cr, ci)
      if steps == LIMIT
        inside += 1
        bits = (bits << 1 | 1) & 0xffff
      else
        bits = (bits << 1) & 0xffff
      end
      checksum = (checksum * 31 + steps + bits) % 1_000_000_007
    end
  end
  [inside, checksum]
end

KNOWN_INSIDE = { 600 => 143_076 }

n = (ARGV[0] || 600).to_i
inside, checksum = render(n)
raise "#{inside} points inside" if KNOWN_INSIDE.fetch(n, inside) != inside
puts "mandelbrot #{n}x#{n}: #{inside} points inside, checksum #{checksum}"
