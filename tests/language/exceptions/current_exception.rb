# $! after every way out of rescue and ensure, and what that means for causes.
require_relative "../lib/check"

class A < StandardError; end

check("rescue in a loop keeps $! clean") { 3.times { begin; raise A; rescue; end }; $!.inspect }
check("$! in ensure without exception") { begin; 1; ensure; @x = $!.inspect; end; @x }
check("$! after return from rescue") { def rr; raise A; rescue; return 1; end; [rr, $!] }
check("$! after a throw from rescue") { catch(:t) { begin; raise "x"; rescue; throw :t; end }; $! }
check("$! after next") { [1].each { begin; raise A; rescue; next; end }; $!.inspect }
check("$! after break") { [1].each { begin; raise A; rescue; break; end }; $!.inspect }
check("$! after redo") { n = 0; [1].each { begin; n += 1; raise A if n == 1; rescue; redo; end }; $!.inspect }
check("$! after break from while") { while true; begin; raise A; rescue; break; end; end; $!.inspect }
check("$! after next in while") { i = 0; while (i += 1) < 3; begin; raise A; rescue; next; end; end; $!.inspect }
check("$! after return through a block") { def rb = [1].each { begin; raise A; rescue; return :r; end }; [rb, $!.inspect] }
check("$! after a lambda's return") { l = -> { begin; raise A; rescue; return :l; end }; [l.call, $!.inspect] }
check("$! after return from ensure") { def re; raise A; ensure; return :e; end; [re, $!.inspect] }
check("$! after break from ensure") { [1].each { begin; raise A; ensure; break; end }; $!.inspect }
check("$! after retry") { n = 0; begin; n += 1; raise A if n < 3; rescue; retry; end; $!.inspect }
check("$! of the outer rescue comes back") { begin; raise A, "out"; rescue; [1].each { begin; raise A, "in"; rescue; next; end }; $!.message; end }
check("$! in a method called from rescue") { def now = $!.message; begin; raise A, "seen"; rescue; now; end }
check("cause after a rescue left by next") { [1].each { begin; raise A, "old"; rescue; next; end }; begin; raise A, "new"; rescue => e; e.cause.inspect; end }
check("cause after a rescue left by return") { def left; raise A, "old"; rescue; return; end; left; begin; raise A, "new"; rescue => e; e.cause.inspect; end }
check("cause after exit was rescued") { begin; exit; rescue SystemExit; end; begin; raise A, "new"; rescue => e; e.cause.inspect; end }
