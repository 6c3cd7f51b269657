# One yield that meets every kind of block.
class Item
  attr_reader :n
  def initialize(n) = @n = n
  def twice = @n * 2
  def plus(m) = @n + m
  def opt(m = 1) = @n + m
  private def secret = 1
  def method_missing(name, *rest) = "missing #{name} #{rest}"
  def respond_to_missing?(name, *) = name == :nothing
end

def one(x) = yield(x)
def two(x, y) = yield(x, y)
def none = yield
def pair(x, y) = yield([x, y])
def far(x) = one(x) { |y| yield(y) }
def farther(x) = [x].each { |y| far(y) { |z| yield(z) } }
def given(x, &block) = one(x, &block)

item = Item.new(4)
add = ->(x) { x.n + 1 }
keep = proc { |x, y| [x && 1, y] }
results = Hash.new(0)
120.times do |i|
  results[[:block, one(item) { |x| x.n + i % 3 }]] += 1
  results[[:symbol, one(item, &:twice)]] += 1
  results[[:optional, one(item, &:opt)]] += 1
  results[[:missing, one(item, &:nothing)]] += 1
  results[[:builtin, one("abc", &:size)]] += 1
  results[[:integer, one(5, &:succ)]] += 1
  results[[:symbol2, two(item, 3, &:plus)]] += 1
  results[[:lambda, one(item, &add)]] += 1
  results[[:proc, one(item, &keep)]] += 1
  results[[:proc2, two(item, 2, &keep)]] += 1
  results[[:method, one(3, &10.method(:+))]] += 1
  results[[:fewer, two(1, 2) { |x| x }]] += 1
  results[[:more, one(1) { |x, y| [x, y] }]] += 1
  results[[:spread, pair(1, 2) { |x, y| x + y }]] += 1
  results[[:rest, two(1, 2) { |*all| all }]] += 1
  results[[:rest_of_array, one([1, 2]) { |*all| all }]] += 1
  results[[:rest_of_nothing, none { |*all| all }]] += 1
  results[[:nothing_asked, two(1, 2) { i.class }]] += 1
  results[[:proc_nothing, two(1, 2, &proc { 3 })]] += 1
  results[[:proc_one, two(1, 2, &proc { |x| x })]] += 1
  results[[:proc_rest, two(1, 2, &proc { |*x| x })]] += 1
  results[[:bytes, "abc".each_byte.reduce(0) { |sum, byte| sum * 2 + byte }]] += 1
  results[[:index, "abc".each_char.with_index.map { |c, k| c * k }]] += 1
  results[[:default, one(1) { |x, y = 9| x + y }]] += 1
  results[[:keyword, one(1) { |x, k: 3| x + k }]] += 1
  results[[:none, none { i.class }]] += 1
  results[[:far, far(item) { |x| x.n }]] += 1
  results[[:farther, farther(item) { |x| x.n + 1 }.size]] += 1
  results[[:given, given(item) { |x| x.twice }]] += 1
  results[[:given_symbol, given(item, &:twice)]] += 1
  results[[:it, one(3) { it + 1 }]] += 1
  results[[:numbered, two(3, 4) { _1 * _2 }]] += 1
  results[[:next, one(3) { |x| next x * 5 }]] += 1
  results[[:break, [one(3) { |x| break x * 6 }]]] += 1
  begin
    one(item, &:secret)
  rescue NoMethodError => e
    results[e.message[/private method 'secret'/]] += 1
  end
  begin
    one(item)
  rescue LocalJumpError => e
    results[e.message] += 1
  end
end
results.each { |key, count| p [key, count] }

# The method that a symbol means changes.
def all(items) = items.map(&:twice).uniq
p all([item] * 100)
class Item
  def twice = @n * 20
end
p all([item] * 100)
def item.twice = :own
p all([Item.new(1), item])
class Item
  private :twice
end
p all([Item.new(1)])
module Other
  refine(Item) { def twice = :refined }
end
using Other
p [Item.new(1)].map(&:twice), all([Item.new(2)])
