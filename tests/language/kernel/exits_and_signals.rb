# at_exit, exit, abort, Signal.trap, Process.kill.
at_exit { puts "first registered" }
at_exit { puts "second"; at_exit { puts "nested" } }
at_exit { begin; raise "in exit"; rescue => e; puts e.message; end }
at_exit { p $!.class, ($!.status if SystemExit === $!) }
END { puts "END block" }
begin
  exit 3
rescue SystemExit => e
  p e.status, e.success?, e.message
end
begin; exit(true); rescue SystemExit => e; p e.status, e.success?; end
begin; exit(false); rescue SystemExit => e; p e.status, e.success?; end
begin; abort; rescue SystemExit => e; p e.status, e.message; end
begin; exit("x"); rescue TypeError => e; p e.message; end
begin; at_exit; rescue ArgumentError => e; p e.message; end
old = Signal.trap("USR1") { |n| puts "usr1 #{n}" }
p old
Process.kill("USR1", Process.pid)
sleep 0.05
p Signal.trap("USR1", "DEFAULT").class
p Signal.trap(:INT, "IGNORE"), trap("SIGINT") { }, trap(2, "DEFAULT").class
begin; trap("NOPE") {}; rescue ArgumentError => e; p e.message; end
begin; trap("USR1"); rescue ArgumentError => e; p e.message; end
p Signal.list["INT"], Signal.signame(15), Signal.signame(99)
trap("EXIT") { puts "exit trap" }
begin
  Process.kill(:TERM, Process.pid); sleep 1
rescue SignalException => e
  p e.class, e.message, e.signo
end
begin
  Process.kill(:INT, $$); sleep 1
rescue Interrupt => e
  p e.class, e.message, e.signo
end
exit 5
