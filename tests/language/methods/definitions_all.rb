# alias, undef, endless, private def, singleton, nested definitions.
class A
  def one = 1
  def two() = 2
  def three(x, y = 2, *z, k: 3) = [x, y, z, k]
  def self.four = 4
  alias uno one
  alias :dos :two
  alias_method :tres, :three
  alias + three
  alias []= three
  alias q? one
  alias :"with space" one
  name = "dyn"
  alias :"#{name}_alias" one
  undef two
  private def hidden = :hidden
  protected def guarded = :guarded
  public def open = hidden
  p(def returns = 1)
  p(private def returns2 = 2)
  def six=(v)
    @six = v
    :ignored
  end
  attr_reader :six
  def ==(o) = true
  def !@ = :bang
  def -@ = :minus
  def +@ = :plus
  def ~ = :tilde
  def [](*a) = a
  def call(*a) = [:call, a]
  def `(s) = "bt #{s}"
  def to_s = "A!"
  def =~(o) = :match
  def !=(o) = :ne
  def <=>(o) = 0
  def ===(o) = :eqq
  def %(o) = :mod
  def !~(o) = :nomatch
  def self.[](x) = [:class_index, x]
  def nil? = :nil
  def if = :if
  def class_ = self.class
  def self.def = :def
  def end = :end
  undef uno, q?
end
a = A.new
p a.one, a.dos, a.tres(1), a + 5, a.send("with space"), a.dyn_alias, A.four, a.open
p((a.six = 7), a.six, a == 1, !a, -a, +a, ~a, a[1, 2], a[], a.(1), a.call(2), "#{a}", a =~ 1, a != a, a <=> 1, a === 1, a % 2, a !~ 1, A[1], a.nil?, a.if, A.def, a.end)
%w[two uno q? hidden guarded].each do |m|
  a.public_send(m)
rescue NoMethodError => e
  puts e.message
end
begin
  class A
    undef nothing_here
  end
rescue NameError => e
  puts e.message
end
begin
  class A
    alias nope nothing_here
  end
rescue NameError => e
  puts e.message
end
o = Object.new
def o.single = :single
class << o
  def meta = :meta
  attr_accessor :acc
  alias meta2 meta
  X = 1
  p self.inspect.start_with?("#<Class:")
end
o.acc = 1
p o.single, o.meta, o.meta2, o.acc, o.singleton_methods.sort
def outer
  def inner = :inner
  inner
end
p outer, inner
p (def m(x) = x * 2), m(3)
def args(a, (b, *c), d = b, *e, f, g:, h: g, **i, &j) = [a, b, c, d, e, f, g, h, i]
p args(1, [2, 3], 4, g: 5), args(1, [2], 3, 4, 5, g: 6, z: 7)
def rescue_in_def
  raise "x"
rescue => e
  e.message
else
  1
ensure
  print "ens "
end
p rescue_in_def
def endless_rescue = raise("y") rescue "rescued"
p endless_rescue
def long(
  a,
  b: 1,
  **
) = [a, b]
p long(1, b: 2, c: 3)
def ret_multi = [1, 2]
x, y = ret_multi
p x, y
def yielder = yield(1, 2)
p yielder { |q, w| q + w }
def opt_block(&b) = b ? b.call : :none
p opt_block, opt_block { :given }
def kw_only(a:, b: a + 1) = [a, b]
p kw_only(a: 1), kw_only(b: 5, a: 2)
def unused(_, _a, _) = _
p unused(1, 2, 3)
p method(:args).arity, method(:long).arity, method(:kw_only).arity, method(:opt_block).arity
class B < A
  undef one
  undef_method :dos
  remove_method :dos rescue puts "no own"
  def own = 1
  remove_method :own
end
%w[one dos own tres].each { |n| p [n, B.method_defined?(n), B.new.respond_to?(n)] }
module Func
  module_function
  def mf = :mf
  def self.other = mf
end
p Func.mf, Func.other
p A.instance_method(:tres).name, A.instance_method(:tres).original_name
def (Object.new).weird = 1
def self.selfdef = :self
p selfdef, self.selfdef
p __method__.inspect
define_method_result = self.class.define_method(:dm) { |a, b = 2| [a, b] }
p define_method_result, dm(1)
p [:a, :b].each_with_object([]).with_index { |(s, acc), i| acc << [s, i] }
