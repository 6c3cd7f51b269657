# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, count loop
# svm: left count: discarded
# Integer#< changes while a native loop counts up to it.
require_relative "lib/live"

def count(limit, changes)
  i = 0
  turns = 0
  while i < limit
    i += 1
    turns += 1
    changes[i].call
  end
  turns
end

less = Integer.instance_method(:<)
p count(900, Probe::NEVER)
p count(1000, Probe.at(700) { Integer.define_method(:<) { |other| false } })
Integer.define_method(:<, less)
p count(1000, Probe.at(700) { Integer.define_method(:<) { |other| self <= other } })
Integer.define_method(:<, less)

probe = Probe.new("a < b ? :less : :more")
p probe.three(1, 2) { Integer.define_method(:<) { |other| self >= other } }
Integer.define_method(:<, less)
p probe.one(1, 2) { Integer.define_method(:<) { |other| nil } }
Integer.define_method(:<, less)
