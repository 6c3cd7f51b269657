# svm: native add, around, block in outer, fill loop, initialize, outer, set_all, turns loop
# svm: native x10
# svm: left turns: shape, around: shape, set_all: shape
# Objects change their shape, class or frozenness while native code holds them.
require_relative "lib/live"

class Cell
  attr_accessor :a, :b, :c

  def initialize(a)
    @a = a
  end

  # Each of them reads and writes around the change.
  def around(change)
    @a += 1
    first = @a
    change.call(self)
    @a += 1
    @b = @a
    [first, @a, @b, @c]
  end

  def outer(change)
    @a += 10
    seen = [1].map { |x| around(change) }
    @a += x10 if @a
    [seen, @a, @b]
  end

  def x10 = 10

  def set_all(change)
    @a = 1
    change.call(self)
    @b = 2
    @c = 3
    @d = 4
    [@a, @b, @c, @d, instance_variables]
  end

  def turns(changes)
    i = 0
    while i < 900
      @a += 1
      changes[i].call(self)
      @a += 1
      i += 1
    end
    @a
  end
end

nothing = ->(cell) {}
# Changes by the turn of a loop, which calls one in every turn.
AT = ->(turn, change) { Hash.new(nothing).merge(turn => change) }
400.times do
  Cell.new(1).outer(nothing)
  Cell.new(1).set_all(nothing)
end
def try(what, change)
  p [what, Cell.new(1).around(change), Cell.new(1).outer(change), Cell.new(1).turns(AT.(800, change)), Cell.new(1).set_all(change)]
rescue FrozenError, NoMethodError, TypeError => e
  p [what, e.class, e.message.sub(/0x\h+/, "").sub(/ @a=.*>/, ">")]
end
try("nothing", nothing)
try("one more", ->(cell) { cell.instance_variable_set(:@z, 1) })
try("many more", ->(cell) { 12.times { |i| cell.instance_variable_set(:"@v#{i}", i) } })
try("others first", ->(cell) { cell.c = 5 })
try("removed", ->(cell) { cell.remove_instance_variable(:@a); cell.a = 50 })
try("a float", ->(cell) { cell.a = 1.5 })
try("a string", ->(cell) { cell.a = "s" })
try("a big number", ->(cell) { cell.a = 2**62 - 1 })
try("nil", ->(cell) { cell.a = nil })
try("singleton", ->(cell) { def cell.x10 = 1000 })
try("extended", ->(cell) { cell.extend(Module.new { def x10 = super + 5 }) })
try("frozen", ->(cell) { cell.freeze })

class Base
  def initialize(list)
    @list = list
  end

  def add(x, change)
    @list << x
    change.call(@list)
    @list << x
    @list[0] = x
    @list.size
  end
end
400.times { Base.new([]).add(1, nothing) }
[->(list) { list.freeze }, ->(list) { list.clear }, ->(list) { def list.size = 99 }, ->(list) { list.concat([3] * 50) },
 ->(list) { list.shift }, ->(list) { list.push(2.5).replace([nil]) }].each do |change|
  p(Base.new([]).add(7, change))
rescue => e
  p e.class, e.message
end

def fill(list, changes)
  i = 0
  while i < 900
    list[i] = i
    changes[i].call(list)
    i += 1
  end
  list.size
end
2.times { p fill([], AT.(850, nothing)) }
p((fill([], AT.(850, ->(list) { list.freeze })) rescue $!.message[0, 26]))
p fill([], AT.(850, ->(list) { list.clear }))
p fill([], AT.(850, ->(list) { list.define_singleton_method(:[]=) { |i, x| nil } }))
