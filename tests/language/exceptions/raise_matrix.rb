# Every form of raise: what is raised, with which message, backtrace and cause.
require_relative "../lib/check"

class Plain < StandardError; end
class WithArguments < StandardError
  attr_reader :code, :extra

  def initialize(message = "default", code = 0, extra: nil)
    super(message)
    @code, @extra = code, extra
  end
end
class KeywordsOnly < StandardError
  def initialize(code:, at: "here") = super("code #{code} at #{at}")
end
class NoArguments < StandardError
  def initialize = super("fixed")
end
class NoSuper < StandardError
  def initialize(a) = @a = a
end
class Factory
  def self.exception(*arguments) = Plain.new("factory #{arguments.inspect}")
end
class Renewable < StandardError
  def exception(*arguments) = arguments.empty? ? self : self.class.new("renewed #{arguments.inspect}")
end

def seen
  yield
rescue Exception => e
  [e.class, e.message, e.cause&.message]
end

check("nothing") { seen { raise } }
check("string") { seen { raise "text" } }
check("interpolated string") { seen { raise "a#{1}b" } }
check("frozen string") { seen { raise "f".freeze } }
check("class") { seen { raise Plain } }
check("class and message") { seen { raise Plain, "m" } }
check("class and nil") { seen { raise Plain, nil } }
check("class and number") { seen { raise Plain, 5 } }
check("class and array") { seen { raise Plain, [1, 2] } }
check("class and hash argument") { seen { raise Plain, { a: 1 } } }
check("instance") { seen { raise Plain.new("i") } }
check("instance and message") { seen { raise Plain.new("i"), "other" } }
check("instance and message is another object") { e = Plain.new("i"); begin; raise e, "o"; rescue => f; [f.equal?(e), f.class, e.message]; end }
check("instance alone is the same object") { e = Plain.new("i"); begin; raise e; rescue => f; f.equal?(e); end }
check("arguments by new") { seen { raise WithArguments.new("a", 3, extra: 4) } }
check("default arguments") { seen { raise WithArguments } }
check("message only") { begin; raise WithArguments, "only"; rescue => e; [e.message, e.code, e.extra]; end }
check("keywords in raise") { begin; raise WithArguments, extra: 7; rescue => e; [e.message, e.extra]; end }
check("message and keywords in raise") { seen { raise WithArguments, "m", extra: 7 } }
check("only keywords") { seen { raise KeywordsOnly, code: 1 } }
check("only keywords with cause") { seen { raise KeywordsOnly, code: 1, at: "there", cause: Plain.new("c") } }
check("missing keyword") { seen { raise KeywordsOnly } }
check("class that takes none") { seen { raise NoArguments } }
check("class that takes none, with message") { seen { raise NoArguments, "x" } }
check("initialize without super") { seen { raise NoSuper, 1 } }
check("exception method of a class") { seen { raise Factory } }
check("exception method with arguments") { seen { raise Factory, 1 } }
check("exception method of an instance") { seen { raise Renewable.new("r"), "again" } }
check("backtrace array") { begin; raise Plain, "m", ["a:1", "b:2"]; rescue => e; e.backtrace; end }
check("backtrace string") { begin; raise Plain, "m", "one"; rescue => e; e.backtrace; end }
check("backtrace nil") { begin; raise Plain, "m", nil; rescue => e; e.backtrace.class; end }
check("backtrace locations") { begin; raise Plain, "m", caller_locations(0); rescue => e; [e.backtrace.class, e.backtrace_locations.class]; end }
check("backtrace locations given as strings") { begin; raise Plain, "m", ["a:1"]; rescue => e; e.backtrace_locations; end }
check("wrong backtrace") { seen { raise Plain, "m", 5 } }
check("wrong backtrace element") { seen { raise Plain, "m", [1] } }
check("too many") { seen { raise Plain, "m", [], 4 } }
check("number") { seen { raise 5 } }
check("class that is none") { seen { raise Object } }
check("module") { seen { raise Comparable } }
check("nil") { seen { raise nil } }
check("symbol") { seen { raise :sym } }
check("exception method that returns nonsense") { o = Object.new; def o.exception = 5; seen { raise o } }
check("cause") { seen { raise Plain, "m", cause: KeyError.new("c") } }
check("cause nil") { begin; begin; raise "a"; rescue; raise Plain, "m", cause: nil; end; rescue => e; e.cause; end }
check("cause automatic") { seen { begin; raise "first"; rescue; raise "second"; end } }
check("cause not an exception") { seen { raise Plain, "m", cause: "text" } }
check("cause alone") { seen { raise cause: Plain.new("c") } }
check("cause is itself") { e = Plain.new("m"); begin; raise e, cause: e; rescue => f; f.cause; end }
check("cause in a circle") { a = Plain.new("a"); b = Plain.new("b"); begin; begin; raise a, cause: b; rescue; raise b, cause: a; end; rescue => e; [e.class, e.message]; end }
check("cause stays on re-raise") { begin; begin; begin; raise "1"; rescue; raise "2"; end; rescue => e; raise e; end; rescue => e; e.cause.message; end }
check("cause set once") { e = Plain.new("e"); (begin; raise "c1"; rescue; raise e; end) rescue nil; (begin; raise "c2"; rescue; raise e; end) rescue nil; e.cause.message }
check("re-raise") { begin; begin; raise "x"; rescue; raise; end; rescue => e; [e.message, e.cause]; end }
check("re-raise outside of rescue") { seen { raise } }
check("re-raise from a method called in rescue") { def again = raise; begin; begin; raise KeyError, "k"; rescue; again; end; rescue => e; e.class; end }
check("re-raise in ensure") { seen { begin; raise "e"; ensure; raise; end } }
check("$! in nested rescues") { log = []; begin; raise "a"; rescue; begin; raise "b"; rescue; log << $!.message; end; log << $!.message; end; log << $! }
check("$! and $@") { begin; raise "x"; rescue; [$!.message, $@ == $!.backtrace]; end }
check("$@ can be set") { begin; raise "x"; rescue; $@ = ["set:1"]; $!.backtrace; end }
check("$@ cannot be set without $!") { $@ = [] }
check("$! is read only") { eval("$! = 5") }
check("fail") { seen { fail Plain, "f" } }
check("Kernel.raise") { seen { Kernel.raise(Plain, "k") } }
check("raise by send") { seen { send(:raise, Plain, "s") } }
check("raise as a method object") { seen { method(:raise).call(Plain, "mo") } }
check("raise redefined") { k = Class.new { def raise(*a) = [:mine, a]; def go = raise("x", 1) }; k.new.go }
check("in a default argument") { def da(a = raise(Plain, "arg")) = a; seen { da } }
check("in an interpolation") { seen { "#{raise Plain, "inter"}" } }
check("in a condition") { seen { 1 if raise(Plain, "cond") } }
check("in an array") { seen { [1, raise(Plain, "arr")] } }
check("in a class body") { seen { Class.new { raise Plain, "body" } } }
check("in initialize") { seen { Class.new { def initialize = raise(Plain, "init") }.new } }
check("in a lambda") { seen { -> { raise Plain, "lam" }.call } }
check("in a fiber") { seen { Fiber.new { raise Plain, "fib" }.resume } }
check("in an enumerator") { seen { Enumerator.new { raise Plain, "enum" }.next } }
check("in a default proc") { seen { Hash.new { raise Plain, "hash" }[1] } }
check("in to_s") { o = Object.new; def o.to_s = raise(Plain, "to_s"); seen { "#{o}" } }
check("in inspect") { o = Object.new; def o.inspect = raise(Plain, "inspect"); seen { [o].inspect } }
check("in ==") { o = Object.new; def o.==(x) = raise(Plain, "=="); seen { [o].include?(1) } }
check("in <=>") { o = Class.new { def <=>(x) = raise(Plain, "<=>") }; seen { [o.new, o.new].sort } }
check("in hash") { o = Object.new; def o.hash = raise(Plain, "hash"); seen { { o => 1 } } }
check("in coerce") { o = Object.new; def o.coerce(_) = raise(Plain, "coerce"); seen { 1 + o } }
check("in ===") { o = Object.new; def o.===(_) = raise(Plain, "==="); seen { case 1 when o then 2 end } }
check("in === of a rescue") { m = Module.new { def self.===(_) = raise(Plain, "match") }; seen { begin; raise "orig"; rescue m; 1; end } }
check("rescue of a non-class") { seen { begin; raise "orig"; rescue "text"; 1; end } }
check("rescue of nil") { x = nil; seen { begin; raise "orig"; rescue x; 1; end } }
check("rescue of an object with ===") { o = Object.new; def o.===(e) = e.message == "orig"; seen { begin; raise "orig"; rescue o; 1; end } }
