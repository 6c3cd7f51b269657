GRAPH = { a: { b: 7, c: 9, f: 14 }, b: { a: 7, c: 10, d: 15 }, c: { a: 9, b: 10, d: 11, f: 2 }, d: { b: 15, c: 11, e: 6 }, e: { d: 6, f: 9 }, f: { a: 14, c: 2, e: 9 }, g: {} }.freeze
def bfs(from)
  seen = { from => 0 }
  queue = [from]
  until queue.empty?
    n = queue.shift
    GRAPH[n].each_key { |m| seen.key?(m) or (seen[m] = seen[n] + 1; queue << m) }
  end
  seen
end
def dfs(n, seen = [])
  return seen if seen.include?(n)
  seen << n
  GRAPH[n].keys.sort.each { |m| dfs(m, seen) }
  seen
end
def dijkstra(from, to)
  dist = Hash.new(Float::INFINITY).merge(from => 0)
  prev = {}
  todo = GRAPH.keys
  until todo.empty?
    n = todo.min_by { |k| dist[k] }
    todo.delete(n)
    break if n == to || dist[n] == Float::INFINITY
    GRAPH[n].each do |m, w|
      next unless dist[n] + w < dist[m]
      dist[m] = dist[n] + w
      prev[m] = n
    end
  end
  path = [to]
  path.unshift(prev[path.first]) while prev[path.first]
  [dist[to], path]
end
p bfs(:a), dfs(:a), dijkstra(:a, :e), dijkstra(:a, :g)
