# svm: native block in middle_1, inner_1, middle_1, one_1, three_1, turning_1 loop, !, run loop
# svm: left run: discarded, one_1: discarded, inner_1: discarded
# `!` and `nil?` change while native code branches on them.
require_relative "lib/live"

class Odd
end

probe = Probe.new("[!a, (not b), (a.nil? ? 1 : 2)]")
p probe.three(Odd.new, nil) { Odd.define_method(:!) { :never } }
p probe.one(Odd.new, nil) { NilClass.define_method(:!) { "nil" } }
p probe.turning(Odd.new, nil) { Odd.define_method(:nil?) { true } }

def run(list, changes)
  seen = []
  i = 0
  while !(i == 1000)
    i += 1
    changes[i].call
    seen << !list
  end
  seen[898, 4]
end
p run([], Probe::NEVER)
p run([], Probe.at(900) { Array.define_method(:!) { :array } })
