class Counter
  @total = 0
  LIMIT = 3
  class << self
    attr_accessor :total
    def build(n) = Array.new(n) { new }
    def reset! = @total = 0
  end
  attr_reader :id
  def initialize
    raise "limit" if self.class.total >= LIMIT
    @id = self.class.total += 1
  end
  def self.inherited(k)
    super
    k.total = 0
  end
end
class Sub < Counter
  LIMIT = 1
end
p Counter.build(3).map(&:id), (Counter.new rescue $!.message), Sub.new.id, Counter.total, Sub.total
Counter.reset!
p Counter.new.id, Counter.singleton_methods.sort, Sub.respond_to?(:build), Sub.build(1).first.class
class Registry
  ITEMS = {}
  def self.[](k) = ITEMS.fetch(k)
  def self.[]=(k, v)
    ITEMS[k] = v
  end
  def self.each(&) = ITEMS.each(&)
  extend Enumerable
  def self.call(x) = [:called, x]
  def self.to_s = "REG"
  def self.===(o) = ITEMS.key?(o)
  def self.coerce(o) = [o, 1]
end
Registry[:a] = 1
Registry[:b] = 2
p Registry[:a], Registry.map { |k, v| [k, v] }, Registry.(5), "#{Registry}", Registry.sort_by { |_, v| -v }, Registry.count, (case :a when Registry then :in end), 5 + Registry, (Registry[:zz] rescue $!.message), Registry.inspect
