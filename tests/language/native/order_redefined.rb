# svm: native block in middle_1, inner_1, middle_1, one_1, three_1
# `<=>`, unary minus, `succ` and the bit operators change in native code.
require_relative "lib/live"

cases = {
  "a <=> b" => :<=>, "a - b" => :-, "a * b" => :*, "a / b" => :/, "a % b" => :%, "a & b" => :&, "a | b" => :|,
  "a ^ b" => :^, "a << b" => :<<, "a >> b" => :>>, "a > b" => :>, "a >= b" => :>=, "a <= b" => :<=, "a ** b" => :**
}
cases.each do |operation, name|
  probe = Probe.new(operation)
  original = Integer.instance_method(name)
  p [operation, probe.three(7, 2) { Integer.define_method(name) { |other| [name, other] } }]
  p [operation, probe.one(7, 2) { Integer.define_method(name, original) }]
end
{ "-a" => :-@, "a.succ" => :succ, "~a" => :~ }.each do |operation, name|
  probe = Probe.new(operation)
  original = Integer.instance_method(name)
  p [operation, probe.three(7, nil) { Integer.define_method(name) { name } }]
  p [operation, probe.turning(7, nil) { Integer.define_method(name, original) }]
end
