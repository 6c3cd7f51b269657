class Trie
  def initialize = @root = {}
  def add(w) = (w.each_char.inject(@root) { |n, c| n[c] ||= {} }[:end] = true; self)
  def include?(w) = !!find(w)&.key?(:end)
  def prefix(w)
    n = find(w) or return []
    collect(n, w)
  end
  private
  def find(w) = w.each_char.inject(@root) { |n, c| n && n[c] }
  def collect(n, pre) = n.flat_map { |k, v| k == :end ? [pre] : collect(v, pre + k) }
end
t = Trie.new
%w[car card care cat dog do].each { |w| t.add(w) }
p t.include?("car"), t.include?("ca"), t.prefix("car"), t.prefix("x"), t.prefix("").size
class Union
  def initialize(n) = (@p = (0...n).to_a; @sets = n)
  attr_reader :sets
  def find(x) = @p[x] == x ? x : @p[x] = find(@p[x])
  def join(a, b)
    a, b = find(a), find(b)
    return false if a == b
    @p[a] = b
    @sets -= 1
    true
  end
end
u = Union.new(10)
p [[0, 1], [2, 3], [1, 3], [0, 2], [8, 9]].map { |a, b| u.join(a, b) }, u.sets, u.find(0) == u.find(2), u.find(4) == u.find(5)
