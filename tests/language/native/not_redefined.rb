# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop, !, run loop
# `!` and `nil?` change while native code branches on them.
require_relative "lib/live"

class Odd
end

probe = Probe.new("[!a, (not b), (a.nil? ? 1 : 2)]")
p probe.three(Odd.new, nil) { Odd.define_method(:!) { :never } }
p probe.one(Odd.new, nil) { NilClass.define_method(:!) { "nil" } }
p probe.turning(Odd.new, nil) { Odd.define_method(:nil?) { true } }

def run(list, change)
  seen = []
  i = 0
  while !(i == 1000)
    i += 1
    change.call if i == 900
    seen << !list if i > 898 && i < 903
  end
  seen
end
p run([], Probe::QUIET)
p run([], -> { Array.define_method(:!) { :array } })
