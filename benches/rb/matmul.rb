# Matrix multiplication on a small Matrix class with rows of floats.
# Usage: matmul.rb [n]

class Matrix
  attr_reader :rows, :columns, :data

  def self.build(rows, columns)
    new(Array.new(rows) { |i| Array.new(columns) { |j| yield i, j } })
  end

  def initialize(data)
    @data = data
    @rows = data.size
    @columns = data.first.size
  end

  def [](row, column)
    @data[row][column]
  end

  def transpose
    Matrix.build(@columns, @rows) { |i, j| @data[j][i] }
  end

  def *(other)
    raise ArgumentError, "#{@columns} columns times #{other.rows} rows" unless @columns == other.rows
    across = other.transpose.data
    Matrix.new(@data.map { |row| across.map { |column| dot(row, column) } })
  end

  def trace
    total = 0.0
    @rows.times { |i| total += @data[i][i] }
    total
  end

  private

  def dot(left, right)
    total = 0.0
    index = 0
    size = left.size
    while index < size
      total += left[index] * right[index]
      index += 1
    end
    total
  end
end

# One element of the product, straight from the definition.
def element_by_definition(left, right, row, column)
  (0...left.columns).reduce(0.0) { |sum, k| sum + left[row, k] * right[k, column] }
end

n = (ARGV[0] || 270).to_i
scale = 1.0 / n / n
left = Matrix.build(n, n) { |i, j| scale * (i - j) * (i + j) }
right = Matrix.build(n, n) { |i, j| scale * (i - j + 1) * (i + j + 1) }
product = left * right
[[0, 0], [n / 2, n / 2], [n - 1, 0], [n / 3, n - 1]].each do |row, column|
  expected = element_by_definition(left, right, row, column)
  raise "element #{row}, #{column}" if (product[row, column] - expected).abs > 1e-9 * (1.0 + expected.abs)
end
puts format("matmul %d: middle %.6f, corner %.6f, trace %.6f", n, product[n / 2, n / 2], product[0, n - 1], product.trace)
