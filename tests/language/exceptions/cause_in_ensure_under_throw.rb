# A throw that leaves a rescue clause: in ensure, the exception of the clause is no longer current.
require_relative "../lib/check"

def log = @log ||= []

check("cause of what ensure raises") do
  catch(:t) do
    raise "first"
  rescue
    throw :t
  ensure
    raise "second"
  end
rescue => e
  e.cause.inspect
end
check("$! in ensure") { catch(:t) { begin; raise "first"; rescue; throw :t; ensure; log << $!.inspect; end }; log }
check("$! in an outer ensure") { log.clear; catch(:t) { begin; begin; raise "first"; rescue; throw :t; end; ensure; log << $!.inspect; end }; log }
check("a return from eval in a block at the top level") { eval("return") }
