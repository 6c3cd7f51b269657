# Odd arguments of caller, and caller_locations.
require_relative "../lib/check"

def locations = caller_locations(1, 1).first
def caller_with(*args) = caller(*args)

check("caller with a range") { caller_with(0..1).size }
check("caller, too far") { caller_with(1000) }
check("caller, negative") { caller_with(-1) }
check("caller_locations") { locations.then { |l| [l.lineno, l.label, l.path, l.base_label] } }
check("location to_s and inspect") { locations.then { |l| [l.to_s, l.inspect] } }
check("caller_locations(0)") { caller_locations(0, 1).first.label }
