1 = 2
nil = 3
self = 4
