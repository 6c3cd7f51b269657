# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop, chain
# svm: left inner_1: discarded
# Float#* changes while native code holds Floats as raw doubles.
require_relative "lib/live"

times = Float.instance_method(:*)
def chain(a, b, change)
  x = a + 0.5
  y = x * b
  change.call
  z = x * b
  [y, z, (z.is_a?(Float) ? z * 2.0 : z)]
end
400.times { chain(1.5, 2.0, Probe::QUIET) }
p chain(1.5, 2.0, Probe::QUIET)
probe = Probe.new("a * b")
p probe.three(1.5, 2.0) { Float.define_method(:*) { |other| [:times, self, other] } }
p chain(1.5, 2.0, Probe::QUIET)
p probe.three(1.5, 2.0) { Float.define_method(:*, times) }
p chain(1.5, 2.0, -> { Float.define_method(:*) { |other| "star" } })
p probe.one(1.5, 2.0) { Float.define_method(:*, times) }
p probe.turning(1.5, 2.0) { Float.define_method(:*) { |other| -self } }
Float.define_method(:*, times)
