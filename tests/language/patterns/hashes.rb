# Hash patterns: keys, rests, nesting.
config = { name: "svm", version: { major: 3, minor: 4 }, tags: ["a", "b"] }

case config
in { name: String => name, version: { major:, minor: }, tags: [first, *] }
  p name, major, minor, first
end

case config
in { name: }
  p name
end

case { a: 1, b: 2, c: 3 }
in { a:, **rest }
  p a, rest
end

case { a: 1 }
in { a:, **nil }
  p a
end

case { a: 1, b: 2 }
in { a:, **nil } then puts "no"
in { a:, ** } then puts "anything else"
end

case {}
in {} then puts "empty"
end

case { a: 1 }
in {} then puts "no"
in Hash => h then p h
end

case { a: nil }
in { a: nil } then puts "key with nil"
end

case {}
in { a: nil } then puts "no"
else puts "no key"
end

case { "string key": 1 }
in { "string key": Integer => n } then p n
end

case { a: 1, b: 2 }
in a: Integer, b: then p b
end

case { a: 1 }
in a:
  p a
end

case [{ a: 1 }, { a: 2 }]
in [{ a: x }, { a: y }]
  p x + y
end

case { k: :v }
in { k: :v | :w => found } then p found
end

{ status: "ok", items: [1, 2] } => { status:, items: [head, *tail] }
p status, head, tail

p(({ a: 1 } in { a: String }))
p(({ a: 1 } in { a: Integer }))
p(({ a: 1 } in { b: }))

h = { one: 1, two: 2 }
h => { one: }
p one
h => { **all }
p all
p all.equal?(h)

case { n: 5 }
in { n: 0..3 } then puts "low"
in { n: 4.. } then puts "high"
end

# Default procs and values play no part.
d = Hash.new { |hash, key| hash[key] = 1 }
p((d in { missing: }))
p d

# Only symbol keys are looked at.
p(({ "a" => 1 } in { a: }))

# The rest is a copy.
source = { a: 1, b: [2] }
case source
in { a:, **others }
  others[:c] = 3
  p source, others
end
