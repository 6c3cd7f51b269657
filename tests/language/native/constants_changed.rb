# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, read, turns loop
# svm: left middle_1: constant, turns: constant, read: constant
# Constants change while native code that knows their values is live.
require_relative "lib/live"

LIMIT = 5
module Outer
  INNER = 1
  module Deep
    def self.read(change)
      before = [INNER, LIMIT]
      change.call
      [before, INNER, LIMIT, Outer::INNER]
    end
  end
end

$VERBOSE = nil
def try(what, operation = "LIMIT", &change)
  probe = Probe.new(operation)
  p [what, probe.three(nil, nil, &change)]
  p [what, probe.one(nil, nil) {}]
end

try("const_set") { Object.const_set(:LIMIT, 6) }
try("assigned") { LIMIT = 7 }
try("removed", "(LIMIT rescue $!.name)") { Object.send(:remove_const, :LIMIT) }
try("missing", "(LIMIT rescue $!.class)") { def Object.const_missing(name) = "missing #{name}" }
try("made", "LIMIT") { LIMIT = 8 }
try("nearer", "LIMIT") { Probe.const_set(:LIMIT, 9) }
try("nearer gone", "LIMIT") { Probe.send(:remove_const, :LIMIT) }
try("included", "LIMIT") { Probe.include(Module.new { const_set(:LIMIT, 10) }) }
try("scoped", "Outer::INNER") { Outer.const_set(:INNER, 2) }
try("defined", "defined?(FRESH)") { FRESH = 1 }
try("sum", "LIMIT + Outer::INNER") { Outer.const_set(:INNER, 2.5) }

400.times { Outer::Deep.read(Probe::QUIET) }
p Outer::Deep.read(-> { Outer.const_set(:INNER, 3) })
p Outer::Deep.read(-> { Outer::Deep.const_set(:INNER, 4) })

def turns(changes)
  total = 0
  i = 0
  while i < 1000
    total += STEP
    changes[i].call
    i += 1
  end
  total
end
STEP = 1
p turns(Probe::NEVER)
p turns(Probe.at(900) { Object.const_set(:STEP, 100) })
p turns(Probe::NEVER)
