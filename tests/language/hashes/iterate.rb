h = { a: 1, b: 2, c: 3 }
h.each { |k, v| print k, v, " " }
h.each_pair { |k, v| print k, v, " " }
h.each { |pair| print pair.inspect, " " }
h.each_key { |k| print k }
h.each_value { |v| print v }
h.each_with_index { |(k, v), i| print k, v, i, " " }
puts
p h.map { |k, v| [k, v * 2] }, h.map { |pair| pair.class }, h.flat_map { |k, v| [k] * v }, h.to_h { |k, v| [v, k] }
p h.select { |k, v| v > 1 }, h.filter { |k, v| k == :a }, h.reject { |k, v| v > 1 }, h.find { |k, v| v == 2 }, h.partition { |k, v| v > 1 }
p h.any? { |k, v| v > 2 }, h.all? { |k, v| v > 0 }, h.none?, h.count { |k, v| v.odd? }, h.sum { |k, v| v }, h.min_by { |k, v| -v }
p h.each_with_object([]) { |(k, v), acc| acc << k }, h.inject { |a, b| a + b }, h.reduce(0) { |s, (k, v)| s + v }, h.each_slice(2).to_a, h.group_by { |k, v| v.odd? }, h.zip([1])
p h.filter_map { |k, v| k if v.odd? }, h.sort_by { |k, v| -v }.first, h.each_entry.to_a, h.each { }.equal?(h), h.find_all { |k, v| v > 1 }, h.each_with_index.to_a
begin
  h.each { |k, v| h[:new] = 1 }
rescue RuntimeError => e
  puts e.message
end
h.each { |k, v| h[k] = v + 1 }
p h
h.each { |k, v| h.delete(k) if v == 3 }
p h
p h.each_pair.to_a, h.map(&:first), h.map(&:last), h.sum { _2 }, h.map { |k, v = 9| v }, h.map { it.class }
r = h.each { |k, v| break k }
p r
