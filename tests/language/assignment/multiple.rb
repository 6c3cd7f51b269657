a, b = 1, 2
p a, b
a, b = b, a
p [a, b]
a, b, c = 1, 2
p [a, b, c]
a, b = [3, 4, 5]
p [a, b]
a, = [9, 8]
p a
a = 1, 2
p a
a = *1..3
p a
*a = 1
p a
a, *b = 1, 2, 3
p [a, b]
*a, b = 1, 2, 3
p [a, b]
a, *b, c = 1, 2, 3, 4
p [a, b, c]
a, *b, c = 1, 2
p [a, b, c]
a, *b, c = 1
p [a, b, c]
a, (b, c), d = 1, [2, 3], 4
p [a, b, c, d]
a, (b, *c), (d, (e, f)) = 1, [2, 3, 4], [5, [6, 7]]
p [a, b, c, d, e, f]
(a, b), c = [1, 2], 3
p [a, b, c]
a, (b, c) = 1, 2
p [a, b, c]
a, b = nil
p [a, b]
a, b = *[1], 2
p [a, b]
a, b, *c = *[1, 2], *[3, 4]
p [a, b, c]
x = (a, b = 5, 6)
p x
p((a, b = [7, 8]))
a = b = c = 4
p [a, b, c]
a, b = c = 1, 2
p a, b, c
i = 0
i, v = 1, i
p [i, v]
(a, b), *c = [1, 2], 3, 4
p [a, b, c]
*, a = 1, 2, 3
p a
a, *, b = 1, 2, 3, 4
p [a, b]
