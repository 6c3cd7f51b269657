def in_range?(x) = x >= 0 && x < 10 || x == 100
p [-1, 0, 9, 10, 100].map { |x| in_range?(x) }
a, b, c = 1, nil, false
r = if a && !b && (c || a == 1) then :yes else :no end
p r
p (a and not b), (a and b or :alt), (not (a && c))
v = a && b || c || :last
p v
if (x = [nil, 5].compact.first) && x > 3
  p x
end
y = (a if b) || (c if a) || :default
p y
p [1, 2, 3, 4, 5, 6].select { |n| n.even? && n > 2 || n == 1 }, [nil, 1, false].map { |q| q ? q : "none" }
puts "ok" unless a.nil? or b
unless a && b then puts "unless" else puts "else" end
z = while (a += 1) < 5 && !b do end
p a, z
p (a > 3 && b.nil?) ? (c ? 1 : 2) : 3
s = case
    when a < 3, b then 1
    when !c && a then 2
    end
p s
