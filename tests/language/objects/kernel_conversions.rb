p Integer("12"), Integer("-0x1f", 16), Integer("0b11"), Integer("0o17"), Integer("017"), Integer(" 42 "), Integer("1_000"), Integer(3.99), Integer(-3.99), Integer("z", 36), Integer("11", 2), Integer(2**70), Integer("123456789012345678901234567890")
["", " ", "12abc", "0x", "1__0", "_1", "1_", "0b12", "1.5", "--1", "+ 1", "1 2", "0x1g", "\0001", "٣"].each do |s|
  p Integer(s)
rescue ArgumentError => e
  puts e.message
end
p Integer("x", exception: false), Integer(nil, exception: false), Integer("5", exception: false), Integer("z", 10, exception: false)
[nil, [], {}, :a, Object, Float::NAN, Float::INFINITY].each do |v|
  Integer(v)
rescue TypeError, FloatDomainError => e
  puts "#{e.class}: #{e.message}"
end
class ToI
  def to_i = 7
end
class ToInt
  def to_int = 8
end
class ToS
  def to_s = "tos"
end
class ToStr
  def to_str = "tostr"
end
class ToF
  def to_f = 1.5
end
p Integer(ToI.new), Integer(ToInt.new), String(ToS.new), "a" + ToStr.new
p [1, 2, 3].first(ToInt.new), Array.new(2).size, "abc" * 2, ["a"].join(ToStr.new), "tostr" == ToStr.new
begin
  Float(ToF.new)
rescue TypeError => e
  puts e.message
end
p Float("1.5"), Float(1), String(1), String(nil), String([1, nil]), Array(nil), Array([1]), Array({ a: 1 }), Array(1..2), Array("a\nb"), Hash(nil), Hash([]), Hash({ a: 1 })
begin
  Hash(5)
rescue TypeError => e
  puts e.message
end
begin
  "a" + 1
rescue TypeError => e
  puts e.message
end
begin
  [1][ToS.new]
rescue TypeError => e
  puts e.message
end
p "10".to_i + 5, "3 apples".to_i, "1e3".to_i, "1e3".to_f, nil.to_i, nil.to_a, :a.to_proc.class, 65.chr, "A".ord, "ff".hex, "0b11".to_i(0), "0x1f".to_i(0), "077".oct, 3.7.to_i, -3.7.to_i, 3.to_f, "abc".to_i, "0.5".to_f, [1, [2]].to_a, { a: 1 }.to_a, (1..3).to_a, "é".to_sym
class Coerce
  def coerce(o) = [o, 10]
end
p 5 + Coerce.new, 5 * Coerce.new, 5.5 - Coerce.new, 5 < Coerce.new, (5 <=> Coerce.new), 20 / Coerce.new, 2**Coerce.new, 7 % Coerce.new
class BadCoerce
  def coerce(o) = 5
end
begin
  5 + BadCoerce.new
rescue TypeError => e
  puts e.message
end
begin
  1 + Object.new
rescue TypeError => e
  puts e.message
end
begin
  1 & Coerce.new
  1 & Object.new
rescue TypeError => e
  puts e.message
end
