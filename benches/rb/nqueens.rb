# N queens: depth-first search twice, with arrays of flags and blocks, and with bit masks.
# Usage: nqueens.rb [n]

KNOWN_SOLUTIONS = [1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14_200, 73_712]

class Board
  attr_reader :solutions, :first

  def initialize(size)
    @size = size
    @columns = Array.new(size, false)
    @rising = Array.new(2 * size, false)
    @falling = Array.new(2 * size, false)
    @queens = []
    @solutions = 0
    @first = nil
  end

  def solve(row = 0)
    if row == @size
      @solutions += 1
      @first ||= @queens.dup
      return
    end
    @size.times do |column|
      next unless free?(row, column)
      place(row, column, true)
      @queens.push(column)
      solve(row + 1)
      @queens.pop
      place(row, column, false)
    end
  end

  private

  def free?(row, column)
    !(@columns[column] || @rising[row + column] || @falling[row - column + @size])
  end

  def place(row, column, taken)
    @columns[column] = taken
    @rising[row + column] = taken
    @falling[row - column + @size] = taken
  end
end

def count_by_masks(all, columns = 0, left = 0, right = 0)
  return 1 if columns == all
  count = 0
  open = all & ~(columns | left | right)
  while open != 0
    bit = open & -open
    open ^= bit
    count += count_by_masks(all, columns | bit, (left | bit) << 1, (right | bit) >> 1)
  end
  count
end

n = (ARGV[0] || 12).to_i
board = Board.new(n)
board.solve
masks = count_by_masks((1 << n) - 1)
raise "#{board.solutions} by arrays, #{masks} by masks" unless board.solutions == masks
raise "#{masks} solutions" if KNOWN_SOLUTIONS[n] && KNOWN_SOLUTIONS[n] != masks
puts "nqueens #{n}: #{masks} solutions, first #{board.first.inspect}"
