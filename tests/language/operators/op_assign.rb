a = 1
a += 2
p a
a -= 1
a *= 10
a /= 3
a **= 2
a %= 7
p a
a <<= 3
a >>= 1
a |= 3
a &= 6
a ^= 1
p a
s = "x"
s += "y"
s *= 3
s << "!"
p s
b = nil
b ||= 5
b ||= 6
p b
b &&= b + 1
p b
c = nil
c &&= c + 1
p c
@iv ||= 3
@iv += 1
p @iv
$gv ||= "g"
$gv += "!"
p $gv
h = {}
h[:a] ||= []
h[:a] << 1
h[:b] = 1
h[:b] += 4
h[:c] &&= 3
p h
ar = [1, 2, 3]
ar[0] += 10
ar[-1] *= 2
ar[5] ||= 9
p ar
CONST ||= 4
p CONST
class Box
  attr_accessor :v
  @@count = 0
  def bump = @@count += 1
  def self.try = @@other ||= 7
end
box = Box.new
box.v ||= 2
box.v += 5
box.v &&= box.v * 2
p box.v, box.bump, box.bump, Box.try
n = nil
n&.v += 1
p n
box&.v += 1
p box.v
i = 0
arr = [0, 0]
(arr[i += 1] += 5)
p arr, i
x = (y = [3].first) ? y += 1 : 0
p x, y
