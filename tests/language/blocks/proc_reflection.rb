def try
  p yield
rescue StandardError => e
  puts "#{e.class}: #{e.message}"
end
l = ->(a, b) { [a, b] }
q = proc { |a, b| [a, b] }
try { l.lambda? }
try { q.lambda? }
try { lambda(&l).lambda? }
try { proc(&l).lambda? }
try { Proc.new(&l).equal?(l) }
try { l.call(1) }
try { q.call(1) }
try { q.call([1, 2]) }
try { q.call(1, 2, 3) }
try { q.yield(1, 2) }
try { q.(1, 2) }
try { q[1, 2] }
try { q === 5 }
try { l.call(*[1, 2]) }
try { l == l.dup }
try { l == l.clone }
try { l.dup.equal?(l) }
try { l == ->(a, b) { [a, b] } }
try { l.eql?(l.dup) }
try { l.hash == l.dup.hash }
try { l == 1 }
try { l.curry[1][2] }
try { l.curry.(1, 2) }
try { l.curry.arity }
try { l.curry.lambda? }
try { l.curry(2)[1][2] }
try { l.curry(3) }
try { q.curry[1][2] }
try { q.curry(3)[1][2][3] }
try { ->(a, b = 2) { [a, b] }.curry[1] }
try { ->(*a) { a }.curry(3)[1][2][3] }
try { ->(*a) { a }.curry.call }
try { ->(a, b = 1) { }.curry(3) }
try { ->(a, b = 1) { [a, b] }.curry(2)[1][2] }
try { (l >> ->(x) { x.sum }).call(1, 2) }
try { (->(x) { [x, x] } << ->(x) { x + 1 }).call(1) }
try { (l >> :sum.to_proc).call(1, 2) }
try { (l >> method(:p).unbind.bind(self)).class }
try { (l >> 1) }
try { (q >> l).lambda? }
try { (q << l).lambda? }
try { (l >> q).lambda? }
try { (l << q).lambda? }
try { (:upcase.to_proc >> :to_sym.to_proc).call("a") }
try { l.source_location.class }
try { l.source_location[1] }
try { :upcase.to_proc.source_location }
try { l.inspect.split(" ").drop(1) }
try { q.inspect.split(" ").drop(1) }
try { :upcase.to_proc.inspect[/\(.*/] } if false
try { :upcase.to_proc.inspect.split("(", 2)[1] }
try { q.to_s == q.inspect }
try { 5.method(:+).to_proc.inspect.split(" ")[1..] }
try { :a.to_proc == :a.to_proc }
try { :upcase.to_proc.call }
try { :upcase.to_proc.call("x") }
try { :+.to_proc.call(1, 2) }
try { :upcase.to_proc.call(1) }
try { q.to_proc.equal?(q) }
try { Proc.new }
try { lambda }
try { proc }
try { lambda(&:upcase).call("q") }
class MyProc < Proc
  attr_reader :extra
  def initialize(x = 0) = @extra = x
end
try { MyProc.new { 1 }.class }
try { MyProc.new(5) { 1 }.extra }
try { MyProc.new { 3 }.call }
try { MyProc.new { 1 }.dup.class }
def meth(&b) = b
try { meth { |x| x }.lambda? }
try { meth(&l).equal?(l) }
try { meth(&:sym).lambda? }
try { meth.nil? }
try { meth(&nil).nil? }
try { meth(&5) }
class ToProc; def to_proc = ->(x) { x * 2 }; end
try { [1, 2].map(&ToProc.new) }
class BadProc; def to_proc = 5; end
try { [1].map(&BadProc.new) }
try { l.frozen? }
try { :a.to_proc.frozen? }
try { l.freeze.frozen? }
try { proc { |x, (y, z), *w| [x, y, z, w] }.call(1, [2, 3], 4, 5) }
try { proc { |x, k: 1| [x, k] }.call([1, 2]) }
try { proc { |x, *| x }.call([1, 2]) }
try { proc { |x,| x }.call([1, 2]) }
try { proc { |x| x }.call(1, 2) }
try { lambda { |x| x }.call([1, 2]) }
try { [[1, 2]].map(&->((a, b)) { a + b }) }
try { [[1, 2]].each(&->(a, b) { }) }
try { { a: 1 }.map { |k, v| [k, v] } }
try { [[1, 2]].map(&l) }
