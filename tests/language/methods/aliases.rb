class A
  def orig(x = 1, *r, k: 2) = [x, r, k]
  alias copy orig
  alias_method :copy2, "orig"
  alias :sym :orig
  p(alias_method(:copy3, :orig))
  def orig(*) = :redefined
  alias + orig
  alias old_to_s to_s
  def to_s = "A:" + old_to_s[0, 3]
end
a = A.new
p a.orig, a.copy, a.copy(5, 6, k: 7), a.copy2, a.sym, a.copy3, a + 1, a.to_s, A.instance_method(:copy).name, A.instance_method(:copy).original_name
class B < A
  alias parent_copy copy
  def copy = [:b, super]
end
p B.new.copy, B.new.parent_copy
$x = 1
alias $y $x
$y = 5
p $x
begin
  class A
    alias nope nothing_like_it
  end
rescue NameError => e
  puts e.message
end
class String
  alias_method :old_length, :length
  def length = old_length + 100
end
p "abc".length, "abc".size
class String
  alias_method :length, :old_length
end
p "abc".length
module M
  def m = :m
  alias n m
end
class C
  include M
  alias o n
end
p C.new.n, C.new.o
class << self
  def sing = :s
  alias sing2 sing
end
p sing2
