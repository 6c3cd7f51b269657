# With several clauses the message is the value itself.
class Shown; def to_s = "to_s"; def inspect = "inspect"; end
def try
  yield
rescue NoMatchingPatternError => e
  p e.class, e.message
end
["x", :x, nil, [1, "a"], {a: "b"}, 1.5, Shown.new].each do |value|
  try { case value; in 0 then 1; end }
  try { case value; in 0 then 1; in {zz: 1} then 2; end }
  try { case value; in 0 | 2 if true; end }
end
