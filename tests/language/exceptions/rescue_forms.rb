# rescue: lists, splats, expressions, targets of every kind, order, modifiers, in every body.
require_relative "../lib/check"

class A < StandardError; end
class B < A; end
LIST = [KeyError, IndexError].freeze

check("bare rescues StandardError") { begin; raise "x"; rescue; :r; end }
check("bare leaves Exception") { begin; begin; raise Exception, "e"; rescue; :r; end; rescue Exception; :outer; end }
check("bare leaves ScriptError") { begin; begin; raise NotImplementedError; rescue; :r; end; rescue ScriptError => e; e.class; end }
check("bare leaves SystemExit") { begin; begin; exit; rescue; :r; end; rescue SystemExit => e; e.status; end }
check("bare leaves Interrupt and NoMemoryError") { [Interrupt, NoMemoryError, SecurityError, SystemStackError].map { |c| begin; begin; raise c; rescue; :r; end; rescue Exception; :outer; end } }
check("class") { begin; raise B; rescue A => e; e.class; end }
check("first that fits") { begin; raise B; rescue A; :a; rescue B; :b; end }
check("order of clauses") { begin; raise A; rescue B; :b; rescue A; :a; end }
check("list") { begin; raise IndexError; rescue TypeError, IndexError; :list; end }
check("splat") { begin; raise IndexError; rescue *LIST; :splat; end }
check("splat among others") { begin; raise KeyError; rescue TypeError, *[], *LIST => e; e.class; end }
check("splat of one") { begin; raise A; rescue *A; :one; end }
check("empty splat") { begin; begin; raise A; rescue *[]; :none; end; rescue A; :outer; end }
check("expression") { begin; raise A; rescue (true ? A : B); :expr; end }
check("method call") { def which = A; begin; raise A; rescue which; :call; end }
check("clause lists are evaluated lazily") { log = []; begin; raise A; rescue (log << 1; A); 0; rescue (log << 2; B); 0; end; log }
check("clause lists are not evaluated without an exception") { log = []; begin; 1; rescue (log << 1; A); 0; end; log }
check("no match goes on") { begin; begin; raise A; rescue TypeError; 1; end; rescue => e; e.class; end }
check("local") { begin; raise A, "l"; rescue => e; end; e.message }
check("local stays nil without exception") { begin; 1; rescue => unset; end; unset.inspect }
check("instance variable") { begin; raise A, "i"; rescue => @e; end; @e.message }
check("global") { begin; raise A, "g"; rescue => $rescued; end; $rescued.message }
check("constant path") { m = Module.new; begin; raise A, "c"; rescue => m::Caught; end; m::Caught.message }
check("class variable") { Class.new { def self.go = (begin; raise A, "v"; rescue => e; class_variable_set(:@@v, e); end; class_variable_get(:@@v).message) }.go }
check("attribute") { o = Struct.new(:e).new; begin; raise A, "attr"; rescue => o.e; end; o.e.message }
check("safe attribute") { o = nil; begin; raise A; rescue => o&.e; :safe; end }
check("index") { a = []; begin; raise A, "idx"; rescue => a[0]; end; a[0].message }
check("index evaluated once") { log = []; a = []; begin; raise A; rescue => a[(log << 1; 2)]; end; [log, a.size] }
check("target that raises") { o = Object.new; o.define_singleton_method(:e=) { |_| raise("target") }; begin; begin; raise A; rescue => o.e; end; rescue => f; [f.message, f.cause.class]; end }
check("value of the clause") { x = begin; raise A; rescue; 1; 2; end; x }
check("value of an empty clause") { x = begin; raise A; rescue; end; x.inspect }
check("value of else") { x = begin; 1; rescue; 2; else; 3; end; x }
check("value of an empty else") { x = begin; 1; rescue; 2; else; end; x.inspect }
check("value with ensure") { x = begin; 1; ensure; 2; end; x }
check("else is not rescued") { begin; begin; 1; rescue; :r; else; raise A, "else"; end; rescue => e; e.message; end }
check("else runs before ensure") { log = []; begin; rescue; else; log << :else; ensure; log << :ensure; end; log }
check("rescue in ensure") { begin; raise A, "a"; ensure; begin; raise "inner"; rescue; end; end rescue $!.message }
check("modifier") { (raise "x" rescue :m) }
check("modifier with a class is StandardError only") { begin; (raise Exception, "e" rescue :m); rescue Exception; :outer; end }
check("modifier on an assignment") { a = raise("x") rescue :assigned; a }
check("modifier on an op-assignment") { a = 1; a += raise("x") rescue 10; a }
check("modifier on a multiple assignment") { (a, b = raise("x") rescue [1, 2]); [a, b] }
check("modifiers chain") { raise("a") rescue raise("b") rescue :c }
check("modifier binds tighter than if") { x = 1 if (raise("x") rescue true); x }
check("modifier with $!") { raise("msg") rescue $!.message }
check("modifier in an argument") { [(Integer("x") rescue 0), (Integer("5") rescue 0)] }
check("modifier in an endless method") { def em = raise("x") rescue :em; em }
check("in a method") { def rm(x) = x; def rmm; raise A; rescue A; :method; else; :else; ensure; @ran = true; end; [rmm, @ran] }
check("in a do block") { [1].map do |x| raise A; rescue A; :block; ensure; @b = x; end << @b }
check("in a lambda do") { lambda do raise A; rescue; :lambda; end.call }
check("in an arrow do") { -> do raise A; rescue; :arrow; end.call }
check("in define_method") { define_singleton_method(:dm) do raise A; rescue; :dm; end; dm }
check("in a class body") { Class.new do raise A; rescue; const_set(:OK, 1); end::OK }
check("in a module body") { eval("module RescuedModule; raise A; rescue; X = 1; end; RescuedModule::X") }
check("in a singleton body") { o = Object.new; class << o; raise A; rescue; def x = :sx; end; o.x }
check("in def self.") { def self.ds; raise A; rescue; :ds; end; ds }
check("retry") { n = 0; begin; n += 1; raise A if n < 3; n; rescue; retry; end }
check("retry in a method body") { def rb; @n = (@n || 0) + 1; raise A if @n < 4; @n; rescue; retry; end; rb }
check("retry runs the body from the start") { log = []; begin; log << :b; raise A if log.size < 3; rescue; log << :r; retry; end; log }
check("retry and ensure") { log = []; n = 0; begin; n += 1; raise A if n == 1; rescue; retry; ensure; log << n; end; log }
check("nested retry") { n = 0; m = 0; begin; n += 1; begin; m += 1; raise A if m < 3; rescue; retry; end; raise B if n < 2; rescue B; retry; end; [n, m] }
check("next in rescue") { [1, 2].map { |x| begin; raise A if x == 1; x; rescue; next :n; end } }
check("break in rescue") { [1, 2].each { |x| begin; raise A; rescue; break :b; end } }
check("redo in rescue") { n = 0; [1].map { begin; n += 1; raise A if n < 3; n; rescue; redo; end } }
check("throw in rescue") { catch(:t) { begin; raise A; rescue; throw :t, :thrown; end } }
check("exceptions of rescue have a cause") { begin; begin; raise A, "1"; rescue; raise B, "2"; end; rescue => e; [e.message, e.cause.message]; end }
check("exceptions of ensure have one too") { begin; begin; raise A, "1"; ensure; raise B, "2"; end; rescue => e; [e.message, e.cause.message]; end }
check("$! in ensure with one") { begin; begin; raise A, "e"; ensure; @x = $!.message; end; rescue; end; @x }
check("while with rescue value") { i = 0; x = while true; begin; i += 1; raise A if i < 3; break i; rescue; end; end; x }
check("deep unwinding runs all ensures") { log = []; f = ->(n) { begin; n.zero? ? raise(A) : f.(n - 1); ensure; log << n; end }; f.(4) rescue nil; log }
check("begin without rescue") { begin; 5; end }
check("begin ... end while") { i = 0; begin; i += 1; end while i < 3; i }
check("begin ... end until with rescue inside") { i = 0; begin; i += 1; raise A rescue nil; end until i == 3; i }
check("rescue of an exception in a condition") { (raise A rescue true) ? :yes : :no }
check("multi-line forms") do
  begin
    raise B,
          "multi"
  rescue A,
         B => e
    e.message
  end
end
