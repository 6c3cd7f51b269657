# Conway's Game of Life on a torus, drawn in the terminal.
# Usage: life.rb [generations]

class Life
  GLIDER = [[1, 0], [2, 1], [0, 2], [1, 2], [2, 2]].freeze

  def initialize(width, height)
    @width = width
    @height = height
    @alive = {}
  end

  def place(pattern, x, y)
    pattern.each { |dx, dy| @alive[cell(x + dx, y + dy)] = true }
    self
  end

  def step
    neighbours = Hash.new(0)
    @alive.each_key do |(x, y)|
      (-1..1).each do |dx|
        (-1..1).each { |dy| neighbours[cell(x + dx, y + dy)] += 1 unless dx == 0 && dy == 0 }
      end
    end
    @alive = neighbours.select { |at, count| count == 3 || (count == 2 && @alive[at]) }.transform_values { true }
    self
  end

  def to_s
    Array.new(@height) { |y| Array.new(@width) { |x| @alive[[x, y]] ? "█" : "·" }.join }.join("\n")
  end

  private

  def cell(x, y) = [x % @width, y % @height]
end

generations = (ARGV[0] || 4).to_i
life = Life.new(24, 8).place(Life::GLIDER, 1, 1).place(Life::GLIDER, 12, 2)
generations.times do |generation|
  puts "generation #{generation}", life, ""
  life.step
end
