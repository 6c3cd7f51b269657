# Class variables: where they live, errors.
def try
  p yield
rescue NameError, RuntimeError => e
  p [e.class, e.message]
end
class A
  @@a = 1
  def get = @@a
  def set(v) = @@a = v
  def self.get = @@a
  class << self
    def meta = @@a
    def meta_set(v) = @@a = v
  end
  def blk = [1].map { @@a }
  define_method(:dm) { @@a }
  def unset = @@unset
  def self.unset = @@unset2
end
class B < A
  def b = @@a
  def set_b(v) = @@a = v
  @@own = :b
  def own = @@own
end
p A.new.get, A.get, A.meta, A.new.blk, A.new.dm, B.new.b, B.new.own
B.new.set_b(2)
p A.get
A.meta_set(3)
p B.new.b
try { A.new.unset }
try { A.unset }
try { eval("@@top") }
try { eval("@@top = 1") }
def m = @@in_method
try { m }
p A.class_variables, B.class_variables, B.class_variables(false)
p A.class_variable_get(:@@a), A.class_variable_set(:@@new, 5), A.class_variable_defined?(:@@a), A.class_variable_defined?(:@@zz)
try { A.class_variable_get(:@@zz) }
try { A.class_variable_get(:bad) }
module M
  @@m = :module
  def m = @@m
  def self.m = @@m
end
class C
  include M
  def c = @@m
end
p C.new.m, C.new.c, M.m
class D; end
class E < D
  @@x = :sub
  def x = @@x
end
p E.new.x
class D
  @@x = :super
end
try { E.new.x }
class F
  @@count = 0
  def initialize = @@count += 1
  def self.count = @@count
end
3.times { F.new }
p F.count
class G
  @@v ||= 1
  @@v ||= 2
  @@w = @@v && 5
  def self.vw = [@@v, @@w]
end
p G.vw
class H
  X = 1
  @@s = 1
  class << self
    @@s += 1
    def s = @@s
  end
  class Inner
    def t = @@s
  end
end
p H.s
try { H::Inner.new.t }
class Removed
  @@r = 5
end
p Removed.remove_class_variable(:@@r), Removed.class_variables
try { Removed.remove_class_variable(:@@r) }
o = Object.new
class << o
  def z = @@z
end
try { o.z }
class I
  def self.set = (@@late = 1)
  def self.get = @@late
end
try { I.get }
I.set
p I.get
p I.class_eval { class_variable_get(:@@late) }
p A.class_variables.sort
