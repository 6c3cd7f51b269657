# svm: deep
# A hook that makes a class below the class it is told of.
class A
  def self.inherited(k) = Class.new(k)
end
begin
  Class.new(A)
rescue SystemStackError => e
  p e.class, e.message
end
p Class.new.superclass
