h = { a: 1, b: 2, c: 3, d: 4 }
p h.delete(:a), h.delete(:zz), h.delete(:zz) { |k| "no #{k}" }, h
p h.delete_if { |k, v| v == 2 }, h.reject! { |k, v| v == 99 }, h.keep_if { |k, v| v }, h.select! { |k, v| v }, h
h.store("k", 1)
key = +"mut"
h[key] = 2
key << "x"
p h, h.keys.last.frozen?
p h.merge({ c: 9, z: 1 }), h.merge({ c: 9 }) { |k, a, b| [k, a, b] }, h.merge, h.merge({ x: 1 }, { y: 2 }), h
p h.update({ c: 0 }), h.merge!({ q: 1 }) { raise }, h
p h.transform_values { |v| v.to_s }, h.transform_keys(&:to_s), h.transform_keys({ c: :cc }), h.transform_values!(&:succ), h
p h.slice(:c, :nope), h.except(:c), h.values_at(:c, :none), h.fetch_values(:c), h.dig(:c), { a: { b: [1, 2] } }.dig(:a, :b, 1), h.compact, { a: nil }.compact
h.replace({ x: 1 })
p h, h.clear, h.empty?, h.size, h.length
g = { 1 => :a }
g.compare_by_identity
s1 = "k"
s2 = "k"
g[s1] = 1
g[s2] = 2
p g.size, g[s1], g["k".dup], g.compare_by_identity?
p({ a: 1 }.to_a, { a: 1 }.inspect, { a: 1 }.to_s, { a: 1 }.key?(:a), { a: 1 }.has_key?(:b), { a: 1 }.include?(:a), { a: 1 }.member?(:a), { a: 1 }.value?(1), { a: 1 }.has_value?(2))
begin
  { a: 1 }.fetch_values(:a, :b)
rescue KeyError => e
  puts e.message
end
begin
  { a: 1 }.freeze[:b] = 1
rescue FrozenError => e
  puts e.message
end
p({ a: 1, b: 2 } > { a: 1 }, { a: 1 } <= { a: 1 }, { a: 1 } < { a: 1 }, { a: 1 } >= { b: 1 })
p({ a: 1 }.sum { |k, v| v }, { b: 1, a: 2 }.min, { a: [1, 2] }.flatten, { a: [1, 2] }.flatten(2), { a: 1 }.any?, {}.any?, {}.none?)
