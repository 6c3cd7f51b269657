# `&:name` asks the symbol's `to_proc` once a program has defined it anew, also
# where the call has become native code.
def yields(value) = yield(value)
def mapped(list) = list.map(&:succ)
def yielded(name, value) = yields(value, &name)
def told = p(yield)

# Others' are not asked: that of the class comes first.
module Kernel
  def to_proc = ->(x) { "kernel #{x}" }
end
40.times { mapped([1, 2]) }
40.times { yielded(:succ, 1) }
p mapped([1, 2]), yielded(:succ, 1)

class Symbol
  def to_proc = ->(*x) { "#{inspect} #{x}" }
end
40.times { mapped([1, 2]) }
p mapped([1, 2]), yielded(:succ, 1), yielded("succ".to_sym, 2), yielded(:unknown, 3)
told { [1, 2].each_with_index.map(&:unknown) }
told { [3, 1].inject(&:+) }
told { [3, 1].inject(:+) }
told { {a: 1}.map(&:first) }
told { [[1, 2]].each_with_object([]).map(&:first) }
told { proc(&:x).call(5) }
told { lambda(&:x).call(5) }
told { [5].public_send(:map, *[], &:to_s) }
told { [5].__send__(:map, &:to_s) }
told { :x.to_proc.call(1) }
told { (:x.method(:to_proc).to_proc >> ->(x) { x.class }).call }

# What it makes must be a Proc.
class Symbol
  def to_proc = 5
end
told { yielded(:succ, 1) rescue $!.message }
class Symbol
  def to_proc = raise(IndexError, "none")
end
told { mapped([1]) rescue $!.message }
class Symbol
  alias_method :to_proc, :itself
end
told { mapped([1]) rescue $!.message }

# Without a method it is that of a module, then none.
class Symbol
  remove_method :to_proc
end
p mapped([1, 2])
module Kernel
  remove_method :to_proc
end
told { mapped([1]) rescue $!.message }

# Methods are asked, too.
def self.doubled(x) = x * 2
def through_method(object) = [1, 2].map(&object)
doubling = method(:doubled)
40.times { through_method(doubling) }
p through_method(doubling)
class Method
  def to_proc = ->(x) { "#{name} #{x}" }
end
p through_method(doubling)
