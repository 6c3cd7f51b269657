# ||=, &&= and op= on every target, with values and side effects once.
def log(x)
  puts "eval #{x.class == Symbol ? x : "object"}"
  x
end
a = nil
p(a ||= 1, a ||= 2, a &&= 3, a += 4, a -= 1, a *= 2, a **= 2, a /= 3, a %= 7, a <<= 2, a >>= 1, a |= 8, a &= 12, a ^= 5)
b ||= 5
p b
p(@iv ||= 1, @iv ||= 2, @iv &&= 3, @iv += 4)
p($gv ||= 1, $gv ||= 2, $gv &&= 3, $gv += 4)
A ||= 1
A ||= 2
p A
module M; end
M::B ||= 3
p M::B, (M::B ||= 4)
::TOPC ||= 6
p TOPC
p((M::NOPE &&= 1)) rescue p $!.message
class C
  @@cv ||= 1
  @@cv += 1
  @@cv &&= @@cv * 10
  def self.cv = @@cv
  D ||= 7
  attr_accessor :x, :h
  def initialize = @h = {}
  def [](*k) = (puts "read #{k}"; @h[k])
  def []=(*k, v)
    puts "write #{k} #{v}"
    @h[k] = v
  end
end
p C.cv, C::D
o = C.new
p(o.x ||= 1, o.x ||= 2, o.x &&= 3, o.x += 4, o.x)
p(o[1] ||= 2, o[1] ||= 3, o[1] += 1, o[1] &&= 9)
p(o[1, 2] ||= 5, o[*[3, 4]] ||= 6, o[] ||= 7)
p((log(o))[log(:k)] ||= log(:v))
p((log(o))[log(:k)] ||= log(:v2))
n = nil
p(n&.x ||= 1, n&.x += 1, n&.x &&= 1)
o.x = nil
p(o&.x ||= 1, o&.x += 1, o&.x)
h = Hash.new { |hash, k| "default #{k}" }
p(h[:a] ||= 1, h)
h[:n] = nil
p(h[:n] ||= 2, h)
h[:c] = 1
h[:c] += 1
p h
s = "a"
s += "b"
s <<= "c" rescue 0
p s
t = [1]
t += [2]
t <<= 3
t |= [1, 4]
t &= [1, 4]
p t
x = y = nil
x ||= y ||= 5
p x, y
z = (q ||= begin
  1 + 1
end)
p z, q
p((w = nil) || 3, w)
v = (nil or 4)
p v
c = false
c ||= (raise("x") rescue 7)
c &&= 8
p c
r = Integer("z") rescue -1
p r
r += Integer("y") rescue 10
p r
r ||= 1 rescue 2
p r
@m = [1, 2] rescue nil
a, b = raise rescue [3, 4]
p a, b
def self.att = @att
def self.att=(val)
  @att = val
end
self.att ||= 5
self.att += 1
p att
class Priv
  def go
    self.sec ||= 1
    self.sec += 1
    self[0] ||= 3
    [sec, self[0]]
  end
  private
  attr_accessor :sec
  def [](i) = @a
  def []=(i, v)
    @a = v
  end
end
p Priv.new.go
$; ||= nil
p defined?(foo ||= 1), foo
p((undefined_const ||= 1))
i = 10
i -= 1 while i > 5
p i
p((o.x = 5), (o[9] = 6))
e = [1, 2, 3]
e[0], e[-1] = e[-1], e[0]
e[1] **= 3
p e
u = nil
u &&= u.foo
p u
