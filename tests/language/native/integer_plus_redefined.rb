# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop
# svm: left inner_1: discarded
# Integer#+ changes while native code adds.
require_relative "lib/live"

plus = Integer.instance_method(:+)
probe = Probe.new("a + b")
p probe.three(1, 2) { Integer.define_method(:+) { |other| [:plus, self, other] } }
p probe.three(1, 2) { Integer.define_method(:+, plus) }
p probe.one(1, 2) { Integer.define_method(:+) { |other| [:again, self, other] } }
p probe.turning(1, 2) { Integer.define_method(:+, plus) }
p probe.turning(1, 2) { Integer.undef_method(:+) } rescue p($!.class)
Integer.define_method(:+, plus)
p probe.one(1, 2) {}
