h = { a: 1, b: 2, c: 3 }
h.each { |k, v| h.delete(k) if v == 2 }
p h
h.each { |k, _| h[k] = h[k] * 10 }
p h
r = h.each_with_index { |(k, v), i| break [k, v, i] if i == 1 }
p r, h.find { |k, v| v > 5 }, h.each_pair.with_index(1).map { |(k, v), i| [i, k, v] }
p h.map { |k, v| [k, v] }.to_h == h, h.min_by { |_, v| v }, h.sort_by { |k, v| -v }.map(&:first), h.sum { |_, v| v }, h.reduce(0) { |s, (_, v)| s + v }, h.each_with_object([]) { |(k, v), a| a.push(k, v) }, h.zip([1, 2]), h.each_slice(1).to_a, h.flat_map { |k, v| [k, v] }
p h.select { |k| k == :a }, h.reject { |k, v| v > 10 }, h.partition { |k, v| v > 10 }, h.group_by { |k, v| v % 4 }, h.all? { |k, v| v > 1 }, h.any? { |k, v| v > 100 }, h.none? { |pair| pair.is_a?(Integer) }, h.count { |k, v| v }, h.each_entry.to_a, h.inject { |a, b| a + b }, h.detect { |k, v| v == 30 }
begin
  h.each { |k, v| h[k.to_s] = v }
rescue => e
  puts e.class, e.message
end
p h.size
begin
  h.each { raise "stop" }
rescue => e
  h[:after] = 1
  p h.keys
end
g = { 1 => 2 }
g.each { |k, v| g.delete(k); g[k] = 3 } rescue puts "re-add: #{$!.message}"
p g.keys.size
e = {}.each { raise }
p e, {}.map { raise }, {}.min_by { }, {}.sum { }, {}.find { }, {}.sort, {}.first, {}.to_a, {}.inject { }, {}.max_by { }
