# `&:name` notices a module before Symbol, and what the module gains and loses.
def mapped(list) = list.map(&:succ)

module Before; end
Symbol.prepend(Before)
40.times { mapped([1, 2]) }
p mapped([1, 2])

module Before
  def to_proc = ->(x) { "before #{x}" }
end
40.times { mapped([1, 2]) }
p mapped([1, 2])

module Before
  def to_proc = super
end
p mapped([1, 2])

module Before
  remove_method :to_proc
end
p mapped([1, 2])

module Sooner
  def to_proc = ->(x) { "sooner #{x}" }
end
module Before
  include Sooner
end
Symbol.prepend(Before)
p mapped([1, 2])
module Sooner
  undef to_proc
end
p((mapped([1, 2]) rescue $!.message))
