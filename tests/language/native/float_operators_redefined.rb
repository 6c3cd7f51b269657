# svm: native block in middle_1, inner_1, middle_1, one_1, three_1
# Operators of Floats change, one after the other, in native code.
require_relative "lib/live"

%i[- + / < > <= >= == <=>].each do |name|
  probe = Probe.new("a #{name} b")
  original = Float.instance_method(name)
  p [name, probe.three(7.5, 2.25) { Float.define_method(name) { |other| [name, other] } }]
  p [name, probe.one(7.5, 2.25) { Float.define_method(name, original) }]
end
