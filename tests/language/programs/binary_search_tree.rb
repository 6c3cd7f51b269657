class Tree
  include Enumerable
  Node = Struct.new(:key, :left, :right)
  def initialize(*keys) = (@root = nil; @size = 0; keys.each { |k| add(k) })
  attr_reader :size
  def add(key)
    @root = insert(@root, key)
    self
  end
  alias << add
  def each(&b)
    return to_enum unless b
    walk(@root, &b)
    self
  end
  def depth(n = @root) = n ? 1 + [depth(n.left), depth(n.right)].max : 0
  private
  def insert(n, key)
    return (@size += 1; Node.new(key)) unless n
    case key <=> n.key
    when -1 then n.left = insert(n.left, key)
    when 1 then n.right = insert(n.right, key)
    end
    n
  end
  def walk(n, &b)
    return unless n
    walk(n.left, &b)
    b.call(n.key)
    walk(n.right, &b)
  end
end
t = Tree.new(50, 30, 70, 20, 40, 60, 80, 30)
t << 65 << 10
p t.to_a, t.size, t.depth, t.min, t.max, t.include?(40), t.select(&:even?).size, t.each_slice(3).to_a, t.each.next, t.first(2), t.inject(:+)
w = Tree.new(*%w[pear apple fig])
p w.map(&:upcase), w.sort_by(&:size)
