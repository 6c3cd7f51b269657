def value = :method
p value
value = :local
p value, value(), self.value
def foo = 1
foo = foo
p foo, foo()
def bar(x = 5) = x
bar = 3
p bar, bar(4), (bar 6)
p [1].map { |value| value }
def q? = true
p q?
if false
  value2 = 1
end
p value2
def value2 = :m2
p value2, value2()
