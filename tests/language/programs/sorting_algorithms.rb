def bubble(a)
  a = a.dup
  loop do
    swapped = false
    (a.size - 1).times do |i|
      next if a[i] <= a[i + 1]
      a[i], a[i + 1] = a[i + 1], a[i]
      swapped = true
    end
    break a unless swapped
  end
end
def quick(a)
  return a if a.size <= 1
  pivot, *rest = a
  less, more = rest.partition { |x| x < pivot }
  quick(less) + [pivot] + quick(more)
end
def merge_sort(a)
  return a if a.size < 2
  l, r = a.each_slice((a.size + 1) / 2).map { |h| merge_sort(h) }
  out = []
  out << (l.first <= r.first ? l.shift : r.shift) until l.empty? || r.empty?
  out + l + r
end
def heap_sort(a)
  a = a.dup
  sift = lambda do |root, size|
    while (child = 2 * root + 1) < size
      child += 1 if child + 1 < size && a[child] < a[child + 1]
      break if a[root] >= a[child]
      a[root], a[child] = a[child], a[root]
      root = child
    end
  end
  (a.size / 2).downto(0) { |i| sift.(i, a.size) }
  (a.size - 1).downto(1) { |i| a[0], a[i] = a[i], a[0]; sift.(0, i) }
  a
end
def insertion(a) = a.each_with_object([]) { |x, s| s.insert(s.index { |y| y > x } || s.size, x) }
seed = 42
data = Array.new(60) { (seed = seed * 1103515245 + 12345 & 0x7fffffff) % 100 }
want = data.sort
p %i[bubble quick merge_sort heap_sort insertion].map { |m| send(m, data) == want }
p quick(%w[pear fig apple]), merge_sort([]), heap_sort([2, 1])
p want.first(5), want.last(5)
