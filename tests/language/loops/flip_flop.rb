# Flip-flops.
(1..10).each { |i| print i, " " if (i == 3)..(i == 5) }
puts
(1..10).each { |i| print i, " " if (i == 3)...(i == 3) }
puts
(1..10).each { |i| print i, " " if (i == 3)..(i == 3) }
puts
(1..10).each { |i| print i, " " if (i % 3 == 0)...(i % 3 == 0) }
puts
(1..10).each { |i| print i, " " unless (i == 3)..(i == 5) }
puts
def state(list) = list.select { |i| true if (i == 2)..(i == 4) }
p state([1, 2, 3, 4, 5]), state([3, 4]), state([2]), state([3])
a = (1..6).map { |i| ((i == 2)..(i == 4)) ? :on : :off }
p a
i = 0
while i < 8
  i += 1
  print i if (i == 2)...(i == 2) or i == 7
end
puts
p((1..6).select { |i| true if !((i == 2)..(i == 4)) })
g = ->(i) { ((i == 1)..(i == 3)) ? :y : :n }
p [0, 1, 2, 3, 4].map(&g)
calls = []
(1..4).each { |n| calls << [:l, n]; (calls << [:hit, n]) if (calls << [:a, n]; n == 2)..(calls << [:b, n]; n == 3) }
p calls
two = (1..8).map { |n| [(((n == 2)..(n == 3)) ? 1 : 0), (((n == 4)..(n == 6)) ? 1 : 0)] }
p two
def nested
  (1..4).map { |i| [1].map { ((i == 2)..(i == 3)) ? i : nil } }
end
p nested
