a = 5
p a > 3 ? "big" : "small", a > 3 ? a < 10 ? :mid : :huge : :small, (a.even? ? 1 : 2) + 1
b = a == 5 ? [1, 2] : nil
p b
puts "x" if a == 5 unless a == 6
a += 1 while a < 10
a -= 1 until a < 5
p a
x = (a if a > 100)
p x
def m(n) = n ? :t : :f
p m(nil), m(1), (m nil)
p a ?1:2 rescue 0
s = a == 4 ? "four" : "other"
p s, "#{a > 3 ? "in" : "out"}"
r = [1, 2, 3].map { |i| i.odd? ? i : -i }
p r, (true ? nil : 1), (nil ? 1 : false)
h = { k: a > 1 ? :yes : :no }
p h
return_value = begin 10 end if true
p return_value
print "a", "b" if false
p((print("m ") if true))
