class Emitter
  def initialize = @handlers = Hash.new { |h, k| h[k] = [] }
  def on(name, &b) = (@handlers[name] << b; self)
  def once(name, &b)
    w = nil
    w = proc do |*a|
      @handlers[name].delete(w)
      b.call(*a)
    end
    on(name, &w)
  end
  def emit(name, *a, **k)
    return 0 unless @handlers.key?(name)
    @handlers[name].dup.each { |h| k.empty? ? h.call(*a) : h.call(*a, **k) }.size
  end
end
e = Emitter.new
log = []
e.on(:x) { |v| log << [:first, v] }.on(:x) { |v| log << [:second, v] }
e.once(:x) { |v| log << [:once, v] }
e.on(:k) { |a, b: 2| log << [a, b] }
p e.emit(:x, 1), e.emit(:x, 2), e.emit(:none), e.emit(:k, 5, b: 6), e.emit(:k, 7)
log.each { |x| p x }
