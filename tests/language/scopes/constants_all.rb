# Constant look-up: lexical first, then ancestors, then Object; missing, private, reopened.
X = :top
def try
  p yield
rescue NameError => e
  puts "#{e.class}: #{e.message} (#{e.name.inspect})"
rescue TypeError => e
  puts "#{e.class}: #{e.message}"
end
module Outer
  X = :outer
  Y = :outer_y
  class Inner
    def x = X
    def y = Y
    def top = ::X
    Z = :z
    def self.z = Z
    def blk = [1].map { [X, Y, Z] }
  end
  module Deep
    class << self
      def x = X
    end
  end
end
class Outer::Inner
  def late_x = X
  def late_y = Y
end
i = Outer::Inner.new
p i.x, i.y, i.top, Outer::Inner.z, i.blk, Outer::Deep.x, i.late_x
try { i.late_y }
class Base
  INHERITED = :base
  SHADOW = :base_shadow
end
SHADOW = :top_shadow
class Derived < Base
  def a = INHERITED
  def b = SHADOW
  def c = self.class::INHERITED
  OVER = :derived
end
p Derived.new.a, Derived.new.b, Derived.new.c, Derived::INHERITED, Derived.const_get(:SHADOW)
try { Derived::NOPE }
try { NOPE_TOP }
try { Outer::Inner::NOPE }
try { 1::X }
try { nil::X }
try { Outer::X::Y }
try { Derived::String }
p Base::INHERITED, Outer.const_get(:Y), Object.const_get("Outer::Inner::Z"), Outer.const_defined?(:Y), Outer.const_defined?(:NOPE), Outer.constants.sort
class Missing
  def self.const_missing(n) = "missing #{n}"
  def t = Undefined
end
p Missing::Foo, Missing.new.t
class Priv
  SECRET = 1
  private_constant :SECRET
  def self.get = SECRET
end
p Priv.get
try { Priv::SECRET }
try { Priv.const_get(:SECRET) }
module Mixin
  MIXED = :mixed
end
class Uses
  include Mixin
  def m = MIXED
end
p Uses.new.m, Uses::MIXED
o = Object.new
class << o
  SING = :sing
  def sing = SING
end
p o.sing, o.singleton_class::SING
Outer::NEW = 5
p Outer::NEW
Outer::Deep::V, (Outer::Deep::W, ::TOPW) = 1, [2, 3]
p Outer::Deep::V, Outer::Deep::W, TOPW
class Reopen
  A = 1
end
class Reopen
  B = A + 1
end
p Reopen::B, Reopen.constants.sort
begin
  class Reopen < String; end
rescue TypeError => e
  puts e.message
end
begin
  module Reopen; end
rescue TypeError => e
  puts e.message.lines.first
end
begin
  class X; end
rescue TypeError => e
  puts e.message.lines.first
end
begin
  class Bad < 5; end
rescue TypeError => e
  puts e.message
end
begin
  5::BAD = 1
rescue TypeError => e
  puts e.message
end
p (class Value; 42; end), (module Mv; :mv; end), (class << self; :sc; end), (class Empty; end)
p Class.new { const_set(:IN, 3) }::IN
Blk = Class.new do
  INNER_TOP = :goes_to_top
end
p INNER_TOP
p Outer.class_eval { X }, Outer.module_eval { self }, Outer.instance_eval { X }
p Math::PI.floor, Float::INFINITY, ::Outer::X, (Outer)::X, Object::X
p defined?(Outer::Y), defined?(Outer::QQ), Outer.name, Outer::Inner.name, Outer::Inner.to_s
c = Class.new
p c.name
Named = c
p c.name, Named.to_s
def in_method = X
p in_method
class Dyn
  def set = self.class.const_set(:LATE, 1)
  def get = LATE
end
d = Dyn.new
try { d.get }
d.set
p d.get
p Dyn.send(:remove_const, :LATE)
try { d.get }
