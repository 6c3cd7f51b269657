class A
  def go(x) = yield(B.new.go(x + 1) { |y| y })
end
class B
  def go(x) = yield(A.new.go(x + 1) { |y| y })
end
begin
  A.new.go(0) { |x| x }
rescue SystemStackError => e
  puts e.message
end
