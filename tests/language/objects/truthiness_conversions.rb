class C
  def to_str = "conv"
  def to_ary = [1, 2]
  def to_proc = ->(x) { x.to_s }
  def to_hash = { k: 1 }
  def to_int = 2
  def to_sym = :c
  def ===(o) = o == :match
  def coerce(o) = [o, 100]
  def to_path = "p"
end
c = C.new
a, b = c
p a, b, "x" + c, [0, 1, 2, 3][c], [1, 2].map(&c), [9, 8, 7].first(c), "abcd"[c], (case :match when c then :hit end), 5 + c, [[c]].flatten, "conv" == c, [1] + c, "a,conv,b".include?(c), %w[a b].join(c), Array(c), "abc".start_with?(c)
def kw(**k) = k
p kw(**c), "xconvx".index(c), [3, 4, 5].rotate(c), "ab" * c, Array.new(c, 0), 10.pow(c), [5, 6, 7].drop(c), { a: 1 }.merge(c), "%s" % c, [1, 2, 3].values_at(c), (1..10).step(c).first(2), "z".ljust(c)
p [[1, c]].each { |x, (y, z)| p [x, y, z] }.size, [c, 3].flatten, [[c]].first.first.equal?(c)
