# Method#inspect and UnboundMethod#inspect by shape of parameters and owner.
class A
  def none; end
  def req(a, b); end
  def opt(a, b = 1); end
  def rest(a, *r); end
  def anon_rest(*); end
  def keys(k:, l: 1); end
  def kwrest(**o); end
  def anon_kwrest(**); end
  def blk(&b); end
  def anon_blk(&); end
  def nokey(**nil); end
  def fwd(...); end
  def fwd2(a, ...); end
  def dest((a, b), c); end
  def all(a, b = 1, *c, d, e:, f: 2, **g, &h); end
  alias other req
  attr_reader :reader
  attr_writer :writer
  define_method(:dm) { |x, y = 2| }
  def self.sing(x); end
end
class B < A; end
module M
  def mm(z); end
  def self.ms; end
end
class C < B
  include M
end
a = A.new
%i[none req opt rest anon_rest keys kwrest anon_kwrest blk anon_blk nokey fwd fwd2 dest all other reader dm].each do |n|
  puts a.method(n).inspect
  puts A.instance_method(n).inspect
end
puts a.method(:writer=).inspect
puts B.new.method(:req).inspect
puts C.new.method(:mm).inspect
puts C.instance_method(:mm).inspect
puts C.instance_method(:req).inspect
puts A.method(:sing).inspect
puts B.method(:sing).inspect
puts M.method(:ms).inspect
puts A.method(:sing).unbind.inspect
puts 5.method(:+).inspect
puts [].method(:push).inspect
puts "x".method(:upcase).inspect
puts 1.method(:between?).inspect
puts Math.method(:sqrt).inspect
puts B.instance_method(:req).bind(B.new).inspect
puts a.method(:req).unbind.bind(B.new).inspect
o = "str"
def o.single(q); end
puts o.method(:single).inspect
def top_level(a, b); end
puts method(:top_level).inspect
puts a.method(:none).to_s
puts a.method(:none).super_method.inspect
class Object; def in_object; end; end
puts 5.method(:in_object).inspect
puts C.new.method(:in_object).inspect
puts nil.method(:to_a).inspect
class Z
  def a(x, **); end
  def b(*, k:); end
  def c(x, *, &); end
  def d(*, &); end
  def e(**, &); end
  def f(x = 1, *, y, k: 1, **, &); end
  def g(a, **nil); end
  def h((a, *b), c = 2); end
end
%i[a b c d e f g h].each { |n| puts Z.instance_method(n).inspect, Z.instance_method(n).parameters.inspect }
