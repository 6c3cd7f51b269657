# TracePoint: every event, targets, what a listener may ask.
class A
  define_method(:dm) { |x| x + 1 }
  def self.s; :s; end
  def al; 1; end
  alias al2 al
  def early(x)
    return 5 if x
    6
  end
  def raiser
    raise "r"
  end
  def ens
    yield
  ensure
    1
  end
end
def show(*names, &blk)
  ev = []
  TracePoint.new(*names) { |t| next unless t.path == __FILE__; ev << [t.event, t.lineno, t.method_id, t.callee_id, t.defined_class.inspect, (t.return_value if [:return, :b_return, :c_return].include?(t.event))] }.enable(&blk)
  puts "--"
  ev.each { |e| p e }
end
a = A.new
show(:call, :return, :b_call, :b_return) { a.dm(1) }
show(:call, :return) { A.s; a.al2; a.early(true); a.early(false) }
show(:call, :return, :raise) { a.raiser rescue 1 }
show(:call, :return, :b_return) { a.ens { 3 } }
show(:line) do
  i = 0
  while i < 2
    i += 1
  end
  until i == 0
    i -= 1
  end
  x = if i == 0
    1
  else
    2
  end
  begin
    y = 1
  rescue
    z = 1
  ensure
    w = 1
  end
  case x
  when 1
    q = 1
  else
    q = 2
  end
  [1,
   2].each do |e|
    e
  end
  foo = ->(k) { k }
  foo.(1); foo.(2)
  a
    .al
  x = 1 unless x
  (1
  2)
end
show(:line) { [1, 2].each { |z| z
 z } }
def m_with_break; [1, 2].each { |x| break x }; end
def m_with_ret; [1].each { |x| return 9 }; 8; end
show(:call, :return, :b_call, :b_return) { m_with_break; m_with_ret }
l = lambda { |x| x }
show(:b_call, :b_return, :call) { l.call(1); proc { 2 }.call }
show(:class, :end) { class Foo2
  class << self
  end
end; module Bar2; end }
tp = TracePoint.new(:call) { |t| p [t.method_id, t.parameters, t.self.class, t.binding.local_variables, t.binding.local_variable_get(:x)] }
tp.enable { a.early(7) }
begin; tp.lineno; rescue RuntimeError => e; p e.message; end
begin; tp.return_value; rescue RuntimeError => e; p e.message; end
tp = TracePoint.new(:call) { |t| next unless t.path == __FILE__; begin; t.return_value; rescue RuntimeError => e; p e.message; end; begin; t.raised_exception; rescue RuntimeError => e; p e.message; end; p t.inspect.split(" ").last if t.path == __FILE__; }
p tp.enable { a.al; :blockval }
p tp.inspect, tp.enabled?
p tp.enable, tp.enabled?, tp.enable, tp.disable, tp.enabled?, tp.disable
begin; TracePoint.new(:nope) {}; rescue ArgumentError => e; p e.message; end
begin; TracePoint.new(:call); rescue ArgumentError => e; p e.message; end
ev = []
t = TracePoint.new(:line) { |tp| ev << tp.lineno }
t.enable(target: A.instance_method(:early)) { a.early(false); a.al }
p ev
ev = []
t = TracePoint.new(:raise) { |tp| ev << [tp.lineno, tp.raised_exception.message] }
t.enable { begin; a.raiser; rescue; end; begin; raise "one"; rescue => e; raise "two" rescue 3; end }
p ev
ev = []
t = TracePoint.new(:c_call) { |tp| ev << [tp.method_id, tp.defined_class] }
t.enable { [3, 1].sort; "a".upcase; 5.to_s; a.respond_to?(:x); [1].map { |x| x.succ } }
p ev
t = TracePoint.new(:call) { |tp| raise "from hook" }
begin; t.enable { a.al }; rescue => e; p e.message; end
ev = []
TracePoint.trace(:call) { |tp| ev << tp.method_id }.tap { |tt| a.al; tt.disable }
p ev - [:tap, :then]
def deep(n) = n == 0 ? 0 : deep(n - 1)
cnt = 0
TracePoint.new(:call) { cnt += 1 }.enable { deep(20) }
p cnt
ev = []
TracePoint.new(:call, :return) { |t| ev << [t.event, t.method_id, t.self.equal?(a)] }.enable { a.send(:al); a.method(:al).call; a.public_send(:early, nil); A.instance_method(:al).bind_call(a) }
ev.each { |e| p e }
