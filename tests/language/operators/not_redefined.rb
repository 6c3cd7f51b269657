class X; def !() = 42; end
x = X.new
p !x, (not x)
p((!x) ? 1 : 2)
if !x then puts "yes" else puts "no" end
puts "unless" unless !x
class Y; def ! = nil; end
y = Y.new
puts(!y ? "t" : "f")
puts "w" while !y
puts "and" if !x && !y
class NilClass; def ! = :nilnot; end
p !nil
puts(!nil ? 1 : 2)
class NilClass; def ! = false; end
n = nil
puts(!n ? 1 : 2)
class Z; undef_method :!; def method_missing(n, *a) = [n, a]; end
p !Z.new
puts((!Z.new) ? 1 : 2)
class W; def !~(o) = 5; def !=(o) = nil; end
puts((W.new != 1) ? 1 : 2)
