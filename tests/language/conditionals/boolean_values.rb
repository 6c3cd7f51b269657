p (nil or 5), (false or nil), (1 and nil), (nil && raise), (1 || raise)
p !!nil, !!0, !!"", !0, (not nil)
a = nil || [] && {}
p a
p [nil, 0, false, "", [], {}, :s].map { |x| x ? 1 : 0 }
def t = (print "t "; true)
def f = (print "f "; false)
p (t && f || t), (f || t && f), (t and f or t), !(t && f)
x = false
x ||= t
x &&= f
p x
y = (z = 5) && z + 1
p y, z
p 1.!, nil.!, (nil != false), (nil == nil), true & nil, true ^ true, nil | false
puts "both" if t && !f
puts (t ? "yes" : "no")
w = if nil then 1 elsif false then 2 end
p w
p (1 if 2 > 1 and 3 > 2), (unless false then :u end)
