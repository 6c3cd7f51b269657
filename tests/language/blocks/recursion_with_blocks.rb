def tree(n, &b)
  return b.call(n) if n == 0
  tree(n - 1, &b) + tree(n - 1, &b)
end
p tree(5) { |x| x + 1 }
def perms(a, acc = [], &b)
  return b.call(acc) if a.empty?
  a.each_with_index { |x, i| perms(a[0...i] + a[i + 1..], acc + [x], &b) }
end
out = []
perms([1, 2, 3]) { |q| out << q.join }
p out
def subsets(a) = a.empty? ? [[]] : subsets(a[1..]).flat_map { |s| [s, [a[0], *s]] }
p subsets([1, 2, 3]).sort
def deep_map(x, &f) = x.is_a?(Array) ? x.map { |y| deep_map(y, &f) } : f.(x)
p deep_map([1, [2, [3, []]]]) { |v| v * 2 }
def compose(*fs) = fs.inject { |f, g| ->(x) { g.(f.(x)) } }
p compose(->(x) { x + 1 }, ->(x) { x * 2 }, :to_s.to_proc).(3)
fib = ->(n, memo = {}) { n < 2 ? n : memo[n] ||= fib.(n - 1, memo) + fib.(n - 2, memo) }
p fib.(80)
y = ->(f) { ->(x) { x.(x) }.(->(x) { f.(->(v) { x.(x).(v) }) }) }
p y.(->(s) { ->(n) { n == 0 ? 1 : n * s.(n - 1) } }).(10)
def walk(h, path = [], &b) = h.each { |k, v| v.is_a?(Hash) ? walk(v, path + [k], &b) : b.(path + [k], v) }
walk({ a: { b: 1, c: { d: 2 } }, e: 3 }) { |pa, v| puts "#{pa.join(".")}=#{v}" }
def ack(m, n) = m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1))
p ack(2, 9)
