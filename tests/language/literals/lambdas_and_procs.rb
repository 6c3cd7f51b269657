a = ->(x) { x + 1 }
b = -> x, y { x * y }
c = -> { :none }
d = lambda do |x| x * 2 end
e = ->(x, *r, k: 1, **o, &blk) do [x, r, k, o, blk&.call] end
p a.(1), b[2, 3], c.call, d.(4), e.(1, 2, k: 3, z: 4) { 5 }
p [1, 2].map(&->(x) { x * 3 }), (->(x) { ->(y) { x + y } }).(1).(2), ->() {}.call, -> {}.lambda?
p %w[a b].each_with_index.map { |s, i| -> { s * (i + 1) } }.map(&:call)
def taking(l = -> { :default }) = l.call
p taking, taking(-> { :given })
p (-> do 5 end).call, ->(;t) { t = 1; t }.call
