def truthy(x) = x ? "t" : "f"
p [nil, false, 0, "", [], :a, 0.0].map { |x| truthy(x) }
def grade(n)
  if n > 90 then "A"
  elsif n > 80
    "B"
  elsif n > 70 then "C"
  else
    "F"
  end
end
p [95, 85, 75, 10].map { |n| grade(n) }
p (if false then 1 end), (unless true then 1 end), (unless false then 1 else 2 end)
x = if true
      y = 5
      y * 2
    end
p x
print "mod " if x == 10
print "mod2 " unless x == 10
puts
a = nil
if a.nil? && x
  puts "and"
end
if (b = [1, 2].find { |i| i > 1 })
  p b
end
unless a
  puts "unless"
else
  puts "never"
end
p (x > 5 and x < 20), (not x == 10)
z = x > 5 ? x > 8 ? "both" : "one" : "none"
p z
puts "chain" if x > 5 if x > 6
c = if x == 1 then :one else :other end
p c
p((true if 1) || 2)
if x == 10 then end
p (if x == 10 then end)
v = 5 unless defined?(v)
p v
d = begin
  1 if false
end
p d
