class T
  attr_accessor :x, :y
  def []=(*k, v)
    (@h ||= []) << [k, v]
  end
  def h = @h
end
t = T.new
t.x, t.y = 1, 2
p t.x, t.y
t.x, t.y = t.y, t.x
p [t.x, t.y]
t[1], t[2, 3] = :a, :b
p t.h
arr = [1, 2, 3]
arr[0], arr[2] = arr[2], arr[0]
p arr
h = {}
h[:a], h[:b], *h[:rest] = 1, 2, 3, 4
p h
@a, @b = 5, 6
$g1, $g2 = 7, 8
A, B = 9, 10
p @a, @b, $g1, $g2, A, B
class Cv
  @@p, @@q = 1, 2
  def self.get = [@@p, @@q]
end
p Cv.get
module M; end
M::X, M::Y = 11, 12
p M::X, M::Y
t.x, z = 20, 21
p t.x, z
i = 0
arr[i], i = 99, 2
p arr, i
i = 0
i, arr[i] = 2, 55
p arr, i
def self.foo=(v)
  @foo = v
end
self.foo, w = 1, 2
p @foo, w
(t.x, arr[1]), q = [1, 2], 3
p t.x, arr, q
a = [0, 0, 0]
j = 0
a[j += 1], a[j += 1] = j, :second
p a, j
first, (second, *third), fourth = "one", %w[two three four], "five"
p first, second, third, fourth
def pair = return 1, 2
m, n = pair
p m + n
k, l = { a: 1 }.first
p k, l
(c, d), e = [[1, 2], 3]
p c, d, e
