# defined? of everything.
x = 1
@iv = 1
$gv = 1
p defined?(x), defined?(y_not), defined?(@iv), defined?(@nope), defined?($gv), defined?($nope)
p defined?(String), defined?(Nope), defined?(String::Nope), defined?(Nope::X), defined?(::String), defined?(::Nope), defined?(Float::INFINITY)
p defined?(puts), defined?(nope), defined?(nope(1)), defined?(self.puts), defined?(Object.new.puts), defined?("".upcase), defined?("".nope), defined?(x.foo.bar)
p defined?(nil), defined?(true), defined?(false), defined?(self), defined?(1), defined?("s"), defined?("s#{x}"), defined?(:a), defined?([1]), defined?({}), defined?(1..2), defined?(-> {})
p defined?([nope]), defined?([x, nope2]), defined?({ a: nope }), defined?([x]), defined?({ a: x }), defined?((nope)..(1)) 
p defined?(x = 2), defined?(x += 1), defined?(x ||= 1), defined?(@iv = 1), defined?($gv = 1), defined?(A = 1), defined?((x, y = 1, 2)), defined?(x.y = 1), defined?(x[1] = 2), defined?(x.y ||= 1), defined?(x[1] ||= 2), defined?(A::B = 1), defined?(@@c = 1)
p x
p defined?(yield), defined?(super)
def ym = defined?(yield)
p ym, ym { }
class Sup
  def a = 1
end
class Sub < Sup
  def a = defined?(super)
  def b = defined?(super)
  def c = [1].map { defined?(super) }
  def d = defined?(super(1, 2))
  define_method(:e) { defined?(super) }
end
s = Sub.new
p s.a, s.b, s.c, s.d, s.e rescue p $!
p defined?(if x then 1 end), defined?(while x do end), defined?(begin; 1; end), defined?((1; 2)), defined?(()), defined?((x)), defined?((nope))
p defined?(x && y), defined?(x || y), defined?(!x), defined?(not x), defined?(x and y), defined?(nope && 1), defined?(!nope)
p defined?(case x when 1 then 1 end), defined?(def zz; end), defined?(class Zz; end), defined?(raise), defined?(return), defined?(BEGIN_X)
p defined?(x ? 1 : 2), defined?((x rescue 1)), defined?(__FILE__), defined?(__LINE__), defined?(__method__), defined?(__ENCODING__)
class Cv
  @@set = 1
  def self.t = [defined?(@@set), defined?(@@unset)]
end
p Cv.t
p defined?(x&.foo), defined?(x&.to_s), defined?(nope&.foo)
p defined?(puts(x)), defined?(puts(nope)), defined?(p(*[nope])), defined?(x + 1), defined?(x + nope), defined?(x.+(1)), defined?(-x), defined?(x[0]), defined?(x <=> 1), defined?(x == 1), defined?(x != 1)
p defined?([1].each { }), defined?([1].each(&:x)), defined?(proc { }), defined?(lambda { })
p defined?(@iv.nope), defined?(@iv.to_s), defined?(@nope.to_s), defined?(String.new), defined?(String.nope), defined?(Nope.new), defined?($gv.to_s)
p defined? x, (defined? x).class, (defined?(x)).frozen?
p defined?(defined?(x)), defined?((x in Integer)), defined?((x => y))
p defined?(1.5), defined?(2r), defined?(3i), defined?(%w[a]), defined?(`ls`), defined?(:"a#{x}"), defined?(__dir__)
p defined?(private_thing)
class Priv
  private def hidden = 1
  protected def prot = 2
  def t(o) = [defined?(hidden), defined?(self.hidden), defined?(o.hidden), defined?(o.prot), defined?(prot)]
end
p Priv.new.t(Priv.new), defined?(Priv.new.hidden), defined?(Priv.new.prot)
class Mm
  def method_missing(n, *) = 1
  def respond_to_missing?(n, all) = n == :known
end
p defined?(Mm.new.known), defined?(Mm.new.other)
class Raiser
  def boom = raise("evaluated")
end
p defined?(Raiser.new.boom), defined?(Raiser.new.boom.x)
p [1, 2].map { defined?(it) }, [1].map { defined?(_1) }
p defined?($stdout), defined?($!), defined?($~), defined?($_), defined?($0)
p defined?(redo_it), defined?(loop), defined?(print)
