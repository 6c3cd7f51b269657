def each_pair_like
  yield :a, 1
  yield :b, 2
end
each_pair_like { |k, v| print k, v, " " }
each_pair_like { |*kv| print kv.inspect, " " }
each_pair_like { |k| print k, " " }
each_pair_like { |k, v = 9, w = 8| print [k, v, w].inspect, " " }
puts
def blk_with_block(&b) = b.call(1, 2) { |x| x * 2 }
p blk_with_block { |a, b, &c| [a, b, c.call(5)] }
def kwblk = yield(1, k: 2)
p kwblk { |a, k:| [a, k] }, kwblk { |a, **o| [a, o] }, kwblk { |*a| a }, kwblk { |a, k: 0, j: 3| [a, k, j] }
p [[1, { k: 2 }]].map { |a, h| [a, h] }, [[1, [2, [3, 4]]]].map { |a, (b, (c, d))| [a, b, c, d] }, [[1, 2, 3, 4]].map { |a, *b, c| [a, b, c] }, [[1, 2]].map { |(a, b)| a + b }, [[[1, 2], 3]].each { |(a, b), c| p [a, b, c] }
p({ a: 1 }.map { |k, v| [k, v] }, { a: [1, 2] }.map { |k, (x, y)| [k, x, y] }, { a: 1 }.each_with_index.map { |(k, v), i| [k, v, i] }, { a: 1 }.inject(0) { |s, (k, v)| s + v })
p [1, 2].each_with_object({}) { |x, h| h[x] = 1 }, [3].each_with_index.to_a, [[1, 2], [3, 4]].inject(0) { |s, (a, b)| s + a * b }
l = ->(a, (b, c), *d, e: 5, &f) { [a, b, c, d, e, f&.call] }
p l.(1, [2, 3], 4, e: 6) { 7 }, l.(1, 2)
