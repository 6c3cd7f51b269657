# The motion of the Sun and the four large planets: float arithmetic on instance variables.
# Usage: nbody.rb [steps]

SOLAR_MASS = 4 * Math::PI**2
DAYS_PER_YEAR = 365.24

class Body
  attr_reader :mass
  attr_accessor :x, :y, :z, :vx, :vy, :vz

  def initialize(x, y, z, vx, vy, vz, mass)
    @x, @y, @z = x, y, z
    @vx = vx * DAYS_PER_YEAR
    @vy = vy * DAYS_PER_YEAR
    @vz = vz * DAYS_PER_YEAR
    @mass = mass * SOLAR_MASS
  end

  def attract(other, dt)
    dx = @x - other.x
    dy = @y - other.y
    dz = @z - other.z
    squared = dx * dx + dy * dy + dz * dz
    pull = dt / (squared * Math.sqrt(squared))

    theirs = other.mass * pull
    @vx -= dx * theirs
    @vy -= dy * theirs
    @vz -= dz * theirs

    ours = @mass * pull
    other.vx += dx * ours
    other.vy += dy * ours
    other.vz += dz * ours
  end

  def move(dt)
    @x += dt * @vx
    @y += dt * @vy
    @z += dt * @vz
  end

  def kinetic_energy
    0.5 * @mass * (@vx * @vx + @vy * @vy + @vz * @vz)
  end

  def distance_to(other)
    dx = @x - other.x
    dy = @y - other.y
    dz = @z - other.z
    Math.sqrt(dx * dx + dy * dy + dz * dz)
  end

  def rest_against(bodies)
    px = py = pz = 0.0
    bodies.each do |body|
      px += body.vx * body.mass
      py += body.vy * body.mass
      pz += body.vz * body.mass
    end
    @vx = -px / SOLAR_MASS
    @vy = -py / SOLAR_MASS
    @vz = -pz / SOLAR_MASS
  end
end

class System
  def initialize(bodies)
    @bodies = bodies
    bodies.first.rest_against(bodies)
  end

  def energy
    total = 0.0
    @bodies.each_with_index do |body, index|
      total += body.kinetic_energy
      (index + 1).upto(@bodies.size - 1) do |later|
        other = @bodies[later]
        total -= body.mass * other.mass / body.distance_to(other)
      end
    end
    total
  end

  def advance(dt)
    bodies = @bodies
    count = bodies.size
    first = 0
    while first < count
      body = bodies[first]
      second = first + 1
      while second < count
        body.attract(bodies[second], dt)
        second += 1
      end
      first += 1
    end
    bodies.each { |moving| moving.move(dt) }
  end
end

def solar_system
  System.new([
    Body.new(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    Body.new(4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
             1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04),
    Body.new(8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
             -2.76742510726411899e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04),
    Body.new(1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
             2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05),
    Body.new(1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
             2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05)
  ])
end

KNOWN_ENERGIES = { 1000 => "-0.169087605", 50_000_000 => "-0.169059907" }

n = (ARGV[0] || 200_000).to_i
system = solar_system
before = format("%.9f", system.energy)
n.times { system.advance(0.01) }
after = format("%.9f", system.energy)
raise "energy at the start is #{before}" unless before == "-0.169075164"
raise "energy after #{n} steps is #{after}" unless KNOWN_ENERGIES.fetch(n, after) == after
puts "nbody #{n}: energy #{before} -> #{after}"
