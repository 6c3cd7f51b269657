class Rng
  def initialize(s) = @s = s
  def next(n)
    @s = (@s * 6364136223846793005 + 1442695040888963407) & 0xffffffffffffffff
    (@s >> 33) % n
  end
end
Customer = Struct.new(:id, :arrives, :needs)
class Shop
  def initialize(tills, customers) = (@free = Array.new(tills, 0); @todo = customers.sort_by { |c| [c.arrives, c.id] })
  def run
    @todo.map do |c|
      till = @free.each_index.min_by { |i| [@free[i], i] }
      start = [@free[till], c.arrives].max
      @free[till] = start + c.needs
      [c.id, till, start - c.arrives]
    end
  end
end
r = Rng.new(7)
cs = Array.new(12) { |i| Customer.new(i, r.next(30), 1 + r.next(9)) }
[1, 2, 3].each do |n|
  w = Shop.new(n, cs).run
  puts format("%d tills: longest wait %d, mean %.2f, order %s", n, w.map(&:last).max, w.sum(&:last).fdiv(w.size), w.map(&:first).join(","))
end
p Array.new(10) { r.next(100) }
