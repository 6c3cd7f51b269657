def helper(x) = x * 2
private def priv = :p
public def pub = :pub
p helper(2), priv, self.helper(3), pub, 5.pub
begin
  5.helper(1)
rescue NoMethodError => e
  puts e.message
end
begin
  "s".priv
rescue NoMethodError => e
  puts e.message
end
p Object.private_method_defined?(:helper), Object.public_method_defined?(:pub), respond_to?(:helper), respond_to?(:helper, true), self.class, method(:helper).owner
class A
  def go = helper(10)
  def helper2 = helper(1) + priv.size
end
p A.new.go, A.new.helper2, A.new.send(:helper, 7)
module M
  def self.go = helper(4)
end
p M.go
