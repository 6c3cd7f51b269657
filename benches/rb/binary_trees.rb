# Binary trees: allocation of many short-lived objects beside one long-lived tree.
# Usage: binary_trees.rb [greatest depth]

class Node
  attr_reader :left, :right

  def initialize(left, right)
    @left = left
    @right = right
  end

  def self.tree(depth)
    return new(nil, nil) if depth == 0
    new(tree(depth - 1), tree(depth - 1))
  end

  def count
    return 1 unless @left
    1 + @left.count + @right.count
  end
end

def expect(depth, trees, nodes)
  wanted = trees * (2**(depth + 1) - 1)
  raise "#{nodes} nodes in #{trees} trees of depth #{depth}, expected #{wanted}" unless nodes == wanted
end

SMALLEST = 4

n = (ARGV[0] || 15).to_i
deepest = [SMALLEST + 2, n].max

stretch = Node.tree(deepest + 1).count
expect(deepest + 1, 1, stretch)
puts "stretch tree of depth #{deepest + 1}: #{stretch} nodes"

long_lived = Node.tree(deepest)

SMALLEST.step(deepest, 2) do |depth|
  rounds = 2**(deepest - depth + SMALLEST)
  total = 0
  rounds.times { total += Node.tree(depth).count }
  expect(depth, rounds, total)
  puts "#{rounds} trees of depth #{depth}: #{total} nodes"
end

kept = long_lived.count
expect(deepest, 1, kept)
puts "long-lived tree of depth #{deepest}: #{kept} nodes"
