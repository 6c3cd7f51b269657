# A refined Symbol#to_proc is asked by `&:name` only once a program has defined
# the method itself anew.
module Refined
  refine Symbol do
    def to_proc = ->(x) { "refined #{x}" }
  end
end
def plain(list) = list.map(&:succ)
using Refined
def refined(list) = list.map(&:succ)

40.times { refined([1, 2]) }
p plain([1, 2]), refined([1, 2]), :succ.to_proc.call(5)

class Symbol
  def to_proc = ->(x) { "own #{x}" }
end
40.times { refined([1, 2]) }
p plain([1, 2]), refined([1, 2]), :succ.to_proc.call(5)
