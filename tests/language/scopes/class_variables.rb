class P
  @@count = 0
  @@names = []
  def self.count = @@count
  def add(n) = (@@count += 1; @@names << n; self)
  def names = @@names
end
class Q < P
  def bump = @@count += 10
  def self.see = @@names
end
P.new.add(:a)
Q.new.add(:b).bump
p P.count, Q.count, Q.see, P.new.names
p P.class_variables, P.class_variable_get(:@@count), P.class_variable_defined?(:@@nope), Q.class_variables, Q.class_variable_defined?(:@@count)
P.class_variable_set(:@@extra, 5)
p P.class_variables.sort, P.class_variable_get(:@@extra)
module Mixed
  @@m = "module"
  def m = @@m
  def m=(v)
    @@m = v
  end
end
class R
  include Mixed
end
r = R.new
r.m = "changed"
p r.m, R.new.m
class S
  def get = @@undefined_cv
  def self.block = [1].map { @@in_block ||= 3 }
end
begin
  S.new.get
rescue NameError => e
  puts e.message
end
p S.block, S.class_variables
begin
  P.class_variable_get(:@@zz)
rescue NameError => e
  puts e.message
end
begin
  P.class_variable_get("zz")
rescue NameError => e
  puts e.message
end
class T
  class << self
    def cv = @@shared
  end
  @@shared = :from_singleton
end
p T.cv
