p 1 + 2 * 3, (1 + 2) * 3, 2 ** 3 ** 2, -2 ** 2, (-2) ** 2
p 10 - 3 - 2, 100 / 10 / 2, 7 % 4 * 2
p 1 + 1 == 2, 1 < 2 == true, !true == false
p 1 | 2 & 3, 1 ^ 3 | 4, 1 << 2 + 1, 6 & 3 == 2
p (true and false), (true or false), (not true)
x = false || true
y = (false or true)
p x, y
z = true && nil
p z
p 1 <=> 2, 5 & 4 | 1 ^ 7
p 2 + 3 <=> 5, 1..2 + 3
a = true ? 1 : 2
p a
b = false ? 1 : nil ? 2 : 3
p b
p !nil && 5, !(1 == 2)
p 5.fdiv(2) + 1, -5.abs, +5, -+5, ~5, ~-1
p 3 - -3, 3 - +3
p [1, 2, 3].sum + 1, [1, 2].first - 1
c = [3, 1].min || 9
p c
d = nil
e = d.nil? ? "nil" : "some"
p e
p (1 if true), (1 unless true)
