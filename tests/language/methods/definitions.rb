def a; 1; end
def b() 2 end
def c = 3
def d(x) = x * 2
def e(x)
  x
end
p a, b, c, d(4), e(5), (def f; end), (def self.g; end)
def pred?(x) = x > 1
def bang! = :bang
def _under = :_under
def Upper = :upper
def été = :unicode
p pred?(2), bang!, _under, Upper(), été
def recursive(n) = n.zero? ? 0 : n + recursive(n - 1)
p recursive(100)
def redefine = 1
def redefine = 2
p redefine
o = Object.new
def o.single = :single
def o.[](i) = i * 10
def o.+(x) = x
def o.to_s = "o!"
p o.single, o[3], o + 1, "#{o}", o.singleton_methods.sort
def inner_def
  def defined_inside = :inside
  :outer
end
p inner_def, defined_inside
def ret_many = return 1, 2, 3
def ret_splat = return *[1, 2], 3
def ret_none
  return
end
p ret_many, ret_splat, ret_none
def implicit_nil; end
p implicit_nil
def cond_ret(x)
  return :neg if x < 0
  return :zero, 0 if x == 0
  :pos
end
p cond_ret(-1), cond_ret(0), cond_ret(1)
alias dd d
alias_method(:ddd, :d) rescue p $!.class
p dd(5)
def d(x) = x * 100
p d(1), dd(1)
undef dd
begin
  dd(1)
rescue NoMethodError => ex
  puts ex.message
end
class Und
  def x = 1
  def y = 2
  undef x, :y
  undef_method(:to_s)
end
begin
  Und.new.x
rescue NoMethodError => ex
  puts ex.message
end
begin
  Und.class_eval { remove_method :zork }
rescue NameError => ex
  puts ex.message
end
begin
  class Und
    undef nothing_here
  end
rescue NameError => ex
  puts ex.message
end
p method(:c).call, method(:d).unbind.class, method(:d).name, method(:d).owner, method(:d).to_proc.call(2), [1, 2].map(&method(:d))
p respond_to?(:c), respond_to?(:c, true), self.class.private_method_defined?(:c)
