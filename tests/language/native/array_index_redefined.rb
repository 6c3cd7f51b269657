# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop, sum loop
# svm: left sum: discarded
# Array#[] and its like change while native code reads and writes elements.
require_relative "lib/live"

get, set, push, size = %i[[] []= << size].map { |name| Array.instance_method(name) }
def sum(list, changes)
  total = 0
  i = 0
  while i < 900
    total += list[i % 3]
    changes[i].call
    i += 1
  end
  total
end
p sum([1, 2, 3], Probe::NEVER)
p sum([1, 2, 3], Probe.at(800) { Array.define_method(:[]) { |index| 1000 } })
Array.define_method(:[], get)

probe = Probe.new("a[b]")
p probe.three([5, 6], 1) { Array.define_method(:[]) { |index| [:at, index] } }
p probe.one([5, 6], 1) { Array.define_method(:[], get) }
p probe.turning([5, 6], 1) { Array.define_method(:[]) { |index| :other } }
Array.define_method(:[], get)

probe = Probe.new("[(a[0] = b), a[0], b]")
p probe.three([5, 6], 1) { Array.define_method(:[]=) { |index, value| Array.instance_method(:push).bind_call(self, :pushed) } }
Array.define_method(:[]=, set)
p probe.one([5, 6], 1) {}

probe = Probe.new("a.size")
p probe.three([5, 6], 1) { Array.define_method(:size) { 77 } }
p probe.one([5, 6], 1) { Array.define_method(:size, size) }

probe = Probe.new("[(a << b).length, a.length, a.clear]")
p probe.three([], 1) { Array.define_method(:<<) { |value| self } }
Array.define_method(:<<, push)
