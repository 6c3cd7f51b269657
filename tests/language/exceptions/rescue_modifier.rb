p (raise "x" rescue 1), (1 rescue 2), (nil.foo rescue "nf"), [(raise rescue 3), 4], (Integer("q") rescue Integer("5") rescue 0)
a = raise rescue :assigned
p a
b = [1, (raise rescue 2), 3].sum
p b
def m = raise("m") rescue :m_rescued
p m
c ||= (raise rescue :c)
p c
d = { k: (raise rescue :v) }
p d
p((begin; raise Exception, "not std"; rescue Exception; :caught; end))
x = begin
  raise Exception, "e" rescue :no
rescue Exception
  :outer
end
p x
y = 5
y += raise rescue 10
p y
z = (raise "a" rescue (raise "b" rescue "both"))
p z
puts (raise "msg" rescue $!.message)
def n(v) = (return v rescue 0)
p n(5), [1, 2].map { |q| (10 / (q - 1) rescue :div) }, (loop { break } rescue 1), (throw :x rescue $!.class)
e, f = (raise rescue [1, 2])
p e, f
i = 0
i += 1 while (raise if i == 3 rescue false; i < 3)
p i
