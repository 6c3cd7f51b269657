# op=, &&= and ||= on constants and constant paths, targets of every kind.
$VERBOSE = nil
A = 1
A += 2
p A
A &&= A * 10
p A
A ||= :never
p A
N = nil
N &&= :never
p N
N ||= :set
p N
module M
  B = 5
end
M::B += 1
p M::B
M::B &&= M::B + 1
p M::B
M::B ||= :never
p M::B
M::C ||= :new
p M::C
::A -= 5
p ::A
::A &&= :top
p ::A
p((M::B += 1), (M::D ||= 2), (A &&= 3))
begin
  M::NOPE += 1
rescue NameError => e
  p e.message
end
begin
  NOPE2 += 1
rescue NameError => e
  p e.message
end
begin
  NOPE3 &&= 1
rescue NameError => e
  p e.message
end
def scope(m)
  puts "scope"
  m
end
scope(M)::B += 1
scope(M)::E ||= 1
scope(M)::B &&= 2
p M::B, M::E
X, M::Y, ::Z = 1, 2, 3
p X, M::Y, Z
X, (M::Y, *Z) = 4, [5, 6]
p X, M::Y, Z
(begin; raise "r"; rescue => X; end)
p X.message
class K
  V = 1
  V += 1
  self::U = V
  self::U += 1
  p V, U
end
