class TwoStacks
  def initialize = (@in, @out = [], [])
  def enq(x) = (@in.push(x); self)
  def deq
    @out.push(@in.pop) until @in.empty? if @out.empty?
    @out.pop
  end
  def size = @in.size + @out.size
end
q = TwoStacks.new
q.enq(1).enq(2)
p q.deq, q.enq(3).deq, q.deq, q.deq, q.size
class Ring
  def initialize(n) = (@buf = Array.new(n); @at = @n = 0)
  def <<(x)
    @buf[@at % @buf.size] = x
    @at += 1
    @n = [@n + 1, @buf.size].min
    self
  end
  def to_a = Array.new(@n) { |i| @buf[(@at - @n + i) % @buf.size] }
end
r = Ring.new(3)
p r.to_a, (r << 1 << 2).to_a, (r << 3 << 4 << 5).to_a
class PQ
  def initialize(&by) = (@h = []; @by = by || :itself.to_proc)
  def push(x)
    i = @h.size
    @h << x
    while i > 0 && @by.(@h[pa = (i - 1) / 2]) > @by.(@h[i])
      @h[pa], @h[i] = @h[i], @h[pa]
      i = pa
    end
    self
  end
  def pop
    return @h.pop if @h.size < 2
    top, @h[0] = @h[0], @h.pop
    i = 0
    while (c = 2 * i + 1) < @h.size
      c += 1 if c + 1 < @h.size && @by.(@h[c + 1]) < @by.(@h[c])
      break if @by.(@h[i]) <= @by.(@h[c])
      @h[i], @h[c] = @h[c], @h[i]
      i = c
    end
    top
  end
  def drain = [].tap { |o| while (x = pop) do o << x end }
end
pq = PQ.new
[5, 2, 9, 1, 7, 3].each { |x| pq.push(x) }
p pq.drain
w = PQ.new(&:size)
%w[ccc a bb dddd].each { |x| w.push(x) }
p w.drain
