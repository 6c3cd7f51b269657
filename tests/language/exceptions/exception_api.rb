# Methods of Exception and its children.
require_relative "../lib/check"

class Own < StandardError
  attr_reader :data

  def initialize(message = "own default", data: nil)
    super(message)
    @data = data
  end
end
class Shouting < StandardError
  def message = super.upcase
end
class Detailed < StandardError
  def detailed_message(highlight: false, **options) = "#{super} [#{highlight}, #{options.inspect}]"
end
class Silent < StandardError
  def message = nil
end
class Odd < StandardError
  def to_s = 5
end

def raised(*arguments, **keys)
  raise(*arguments, **keys)
rescue Exception => e
  e
end

check("message of new") { StandardError.new.message }
check("message with nil") { StandardError.new(nil).message }
check("message with an object") { StandardError.new([1]).message }
check("message is to_s of the argument") { StandardError.new(:sym).message }
check("to_s") { StandardError.new("m").to_s }
check("inspect") { StandardError.new("m").inspect }
check("inspect empty") { StandardError.new("").inspect }
check("inspect without message") { StandardError.new.inspect }
check("inspect with line breaks") { StandardError.new("a\nb").inspect }
check("inspect of an own class") { Own.new.inspect }
check("inspect of an anonymous class") { Class.new(StandardError).new("x").inspect }
check("message overridden") { Shouting.new("loud").then { |e| [e.message, e.to_s, e.inspect, e.full_message(highlight: false)] } }
check("message nil") { Silent.new("x").then { |e| [e.message, e.detailed_message] } }
check("to_s not a string") { Odd.new("x").message }
check("new takes one argument") { StandardError.new(1, 2) }
check("exception without argument") { e = Own.new("a"); e.exception.equal?(e) }
check("exception with itself") { e = Own.new("a"); e.exception(e).equal?(e) }
check("exception with a message") { e = Own.new("a", data: 5); f = e.exception("b"); [f.class, f.message, f.data, f.equal?(e)] }
check("exception keeps the backtrace") { e = raised("x"); e.exception("y").backtrace == e.backtrace }
check("class method exception") { Own.exception("via").message }
check("backtrace before raise") { Own.new.backtrace.inspect }
check("backtrace_locations before raise") { Own.new.backtrace_locations.inspect }
check("backtrace after raise") { raised("x").backtrace.first }
check("backtrace_locations after raise") { raised("x").backtrace_locations.first.then { |l| [l.lineno, l.path, l.label, l.base_label, l.to_s] } }
check("absolute_path") { raised("x").backtrace_locations.first.absolute_path.split("/").last }
check("set_backtrace") { e = Own.new; [e.set_backtrace(["a:1", "b:2"]), e.backtrace, e.backtrace_locations] }
check("set_backtrace string") { e = Own.new; e.set_backtrace("one"); e.backtrace }
check("set_backtrace nil") { e = Own.new; e.set_backtrace(nil); e.backtrace }
check("set_backtrace wrong") { Own.new.set_backtrace(5) }
check("set_backtrace is kept by raise") { e = Own.new; e.set_backtrace(["kept:1"]); raised(e).backtrace }
check("a second raise keeps the first backtrace") { e = raised("x"); first = e.backtrace; raised(e).backtrace == first }
check("cause") { Own.new.cause.inspect }
check("==") { a = StandardError.new("m"); [a == StandardError.new("m"), a == StandardError.new("n"), a == RuntimeError.new("m"), a == "m", a.eql?(StandardError.new("m")), a.equal?(a)] }
check("== with backtraces") { a = StandardError.new("m"); b = StandardError.new("m"); b.set_backtrace(["x:1"]); a == b }
check("dup") { e = Own.new("a", data: 1); e.dup.then { |d| [d.message, d.data, d.equal?(e)] } }
check("clone of a raised one") { e = raised("x"); e.clone.backtrace == e.backtrace }
check("full_message without backtrace") { Own.new("a").full_message(highlight: false) }
check("full_message highlighted") { Own.new("a").full_message(highlight: true) }
check("full_message with lines") { Own.new("a\nb").full_message(highlight: false) }
check("full_message with lines, highlighted") { Own.new("a\nb").full_message(highlight: true) }
check("full_message of empty") { Own.new("").full_message(highlight: false) }
check("full_message top") { e = Own.new("m"); e.set_backtrace(%w[a:1 b:2 c:3]); e.full_message(highlight: false, order: :top) }
check("full_message bottom") { e = Own.new("m"); e.set_backtrace(%w[a:1 b:2 c:3]); e.full_message(highlight: false, order: :bottom) }
check("full_message wrong order") { Own.new.full_message(order: :up) }
check("full_message wrong highlight") { Own.new.full_message(highlight: 5) }
check("full_message with cause") { c = Own.new("c"); c.set_backtrace(["c:1"]); e = raised(Own, "e", ["e:1"], cause: c); e.full_message(highlight: false) }
check("full_message uses detailed_message") { Detailed.new("d").full_message(highlight: false, extra: 1) }
check("detailed_message") { [Own.new("a").detailed_message, Own.new("").detailed_message, Own.new("a\nb").detailed_message] }
check("detailed_message highlighted") { Own.new("a").detailed_message(highlight: true) }
check("detailed_message with options") { Detailed.new("d").detailed_message(highlight: true, more: 2) }
check("detailed_message of RuntimeError") { [RuntimeError.new("").detailed_message, RuntimeError.new("x").detailed_message] }
check("exit status") { SystemExit.new.then { |e| [e.status, e.success?, e.message] } }
check("SystemExit arguments") { [SystemExit.new(3, "m"), SystemExit.new(false), SystemExit.new(true, "t"), SystemExit.new("s")].map { |e| [e.status, e.success?, e.message] } }
check("exit raises") { begin; exit(4); rescue SystemExit => e; [e.status, e.message]; end }
check("exit true, false") { [true, false].map { |x| begin; exit(x); rescue SystemExit => e; e.status; end } }
check("abort") { saved, $stderr = $stderr, Class.new { def write(*) = 0 }.new; begin; abort("bye"); rescue SystemExit => e; [e.status, e.message]; ensure; $stderr = saved; end }
check("exit wrong") { exit("x") }
check("KeyError") { e = ({ a: 1 }.fetch(:b) rescue $!); [e.message, e.key, e.receiver] }
check("KeyError.new") { KeyError.new("m", receiver: {}, key: 1).then { |e| [e.receiver, e.key] } }
check("KeyError without") { KeyError.new("m").key }
check("StopIteration") { e = [1].each; e.next; (e.next rescue [$!.message, $!.result]) }
check("NameError.new") { NameError.new("m", :n, receiver: 5).then { |e| [e.message, e.name, e.receiver] } }
check("NameError without receiver") { NameError.new("m").receiver }
check("NoMethodError.new") { NoMethodError.new("m", :n, [1], receiver: nil).then { |e| [e.name, e.args, e.receiver] } }
check("FrozenError") { ("a".freeze << "b" rescue [$!.message, $!.receiver]) }
check("UncaughtThrowError") { (throw :x, 1 rescue [$!.tag, $!.value, $!.to_s]) }
check("FloatDomainError") { (Float::INFINITY.to_i rescue [$!.class, $!.message]) }
check("Errno") { Errno::ENOENT.new.then { |e| [e.message, e.errno, e.class.superclass] } }
check("Errno with message") { Errno::ENOENT.new("file").message }
check("Errno with location") { Errno::EACCES.new("file", "here").message }
check("SystemCallError by number") { SystemCallError.new(2).then { |e| [e.class, e.message] } }
check("SystemCallError by text and number") { SystemCallError.new("x", 2).message }
check("SystemCallError unknown") { SystemCallError.new("x").then { |e| [e.class, e.message, e.errno] } }
check("Errno ===") { [SystemCallError === Errno::ENOENT.new, Errno::ENOENT === Errno::EACCES.new] }
check("SignalException") { [SignalException.new("INT").message, SignalException.new(15).signo, Interrupt.new.message, Interrupt.new("m").signo] }
check("SignalException wrong") { SignalException.new("NOPE") }
check("Interrupt's place") { Interrupt.ancestors.take(3) }
check("SyntaxError") { (eval("1 +") rescue 0) }
check("SyntaxError's path") { begin; eval("1 +", nil, "given.rb", 7); rescue SyntaxError => e; [e.path, e.message.lines.first.chomp]; end }
check("SystemStackError") { def forever = forever; begin; forever; rescue SystemStackError => e; [e.message, e.class.superclass]; end }
check("NotImplementedError") { [NotImplementedError.superclass, (raise NotImplementedError rescue 1)] }
check("hierarchy") { [ArgumentError, EncodingError, FiberError, IOError, IndexError, LocalJumpError, NameError, RangeError, RegexpError, RuntimeError, ThreadError, TypeError, ZeroDivisionError].map(&:superclass).uniq }
check("hierarchy, deeper") { [KeyError, StopIteration, FloatDomainError, FrozenError, NoMethodError, UncaughtThrowError, EOFError, NoMatchingPatternKeyError, LoadError].map { |c| c.superclass } }
check("to_tty?") { Exception.to_tty?.class }
check("exception as a hash key") { e = Own.new; { e => 1 }[e] }
check("instance variables") { Own.new("m", data: 1).instance_variables }
check("singleton methods") { e = Own.new; def e.message = "single"; [e.message, e.full_message(highlight: false)] }
check("subclass chain of new") { Class.new(Own) { def initialize(*) = super("#{self.class.superclass} says") }.new.message }
