class Cache
  def initialize(cap) = (@cap = cap; @h = {}; @hits = @misses = 0)
  def fetch(k)
    if @h.key?(k)
      @hits += 1
      v = @h.delete(k)
    else
      @misses += 1
      v = yield k
      @h.shift if @h.size >= @cap
    end
    @h[k] = v
  end
  def stats = { hits: @hits, misses: @misses, keys: @h.keys }
end
c = Cache.new(3)
[1, 2, 3, 1, 4, 2, 1, 5, 1].each { |k| c.fetch(k) { |x| x * x } }
p c.stats, c.fetch(1) { raise }
