x = 10
[1].each { x += 1 }
p x
def no_access
  x
rescue NameError => e
  e.message
end
p no_access
y = 1
1.times { y = 2; z = 3 }
p y, defined?(z)
1.times { |y| y = 99 }
p y
1.times { |a; y| y = 50 }
p y
if false
  never = 1
end
p never
p (later = 5) + later
while true
  inner = "visible"
  break
end
p inner
w = w
p w
blk = proc { x }
x = 100
p blk.call
def shadow(p = 3) = p
p shadow, shadow(4)
q = 1
l = lambda { |q| q * 2 }
p l[5], q
r = [1, 2].map do |i|
  t = i * 2
  t + 1
end
p r
x, y = y, x
p x, y
begin
  undefined_thing
rescue NameError => e
  puts e.message, e.name.inspect, e.class
end
begin
  undefined_call()
rescue NoMethodError => e
  puts e.message
end
begin
  self.undefined_self
rescue NoMethodError => e
  puts e.message
end
