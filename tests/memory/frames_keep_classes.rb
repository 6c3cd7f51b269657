# A running method keeps its class, its code and its scope, whatever becomes of
# the names it was found by.
class Gone
  LIMIT = 3
  def count(n = 0, &block)
    Object.send(:remove_const, :Gone) if n == 0
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
    return [n, LIMIT, self.class.name] if n == LIMIT
    block.call(n)
    count(n + 1, &block)
  end
end
p Gone.new.count { |n| GC.start }                   #=> [3, 3, "Gone"]

# The method itself is replaced while it runs.
class Changing
  def foo
    Changing.class_eval { def foo = :second }
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
    [__method__, self.class.instance_method(:foo).owner, (bar rescue $!.message)]
  end

  def bar = raise("in #{__method__}")
end
c = Changing.new
p c.foo                                             #=> [:foo, Changing, "in bar"]
p c.foo                                             #=> :second

# The method is taken away between its call and its block's.
class Removing
  def each
    Removing.send(:remove_method, :each)
    GC.start
    yield self.class
    GC.start
    yield __method__
  end
end
Removing.new.each { |x| p x }                       #=> Removing ⏎ :each

# A fiber that waits keeps what its frames name.
def fiber_of_class
  Fiber.new do
    c = Class.new do
      def twice
        Fiber.yield 1
        GC.start
        [self.class.instance_methods(false), __method__]
      end
    end
    o = c.new
    c = nil
    o.twice
  end
end
f = fiber_of_class
p f.resume                                          #=> 1
3.times { GC.start; 200.times { Class.new { def foo = 1 }.new.foo } }
p f.resume                                          #=> [[:twice], :twice]

# An exception keeps the code and the method it was raised in.
def raised
  c = Class.new { def fail_now = raise("lost") }
  c.new.fail_now
rescue => e
  e
end
e = raised
2.times { GC.start; 200.times { Class.new { def foo = 1 }.new.foo } }
p e.message, e.backtrace.size > 1                   #=> "lost" ⏎ true
p e.backtrace[0].end_with?("in 'fail_now'")         #=> true

# A block that keeps the class it was evaluated in.
made = Class.new.class_exec { def foo = :evaluated; -> { new.foo } }
2.times { GC.start; 200.times { Class.new { def foo = 1 }.new.foo } }
p made.call                                         #=> :evaluated

# super goes on through what only the frame keeps.
class Upper
  def run = [:upper]
end
middle = Class.new(Upper) { def run = [:middle] + (GC.start; super) }
lower = Class.new(middle) { def run = [:lower] + (GC.start; super) }
middle = nil
o = lower.new
lower = nil
GC.start
200.times { Class.new(Upper) { def run = super }.new.run }
p o.run                                             #=> [:lower, :middle, :upper]

# Hooks that do away with what is being made.
class Watcher
  def self.inherited(sub)
    Object.send(:remove_const, sub.name) if sub.name
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
  end
end
class Fleeting < Watcher
  def self.made = :made
  p made, name                                      #=> :made ⏎ "Fleeting"
end
p Object.const_defined?(:Fleeting)                  #=> false

class Shy
  def self.method_added(name)
    remove_method(name) if name == :hidden
    GC.start
  end
  def hidden = 1
  def shown = 2
end
p Shy.instance_methods(false)                       #=> [:shown]

# to_proc and to_ary run before the call they belong to.
class Spread
  def to_ary
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
    [1, 2]
  end
  def to_proc
    Spread.class_eval { def take = :other } unless Spread.new.take == :other
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
    proc { |a, b| [a, b] }
  end
  def take = block_given? ? yield(self) : :none
end
o = Spread.new
p o.instance_exec(o) { |a, b| [a, b] }              #=> [1, 2]
p o.take(&o)                                        #=> :other

# A hook between the setting of a constant and what comes next.
class Told
  def self.const_added(name)
    remove_const(name) if name == :Inner
    GC.start
    200.times { Class.new { def foo = 1 }.new.foo }
    GC.start
  end
  p((TEXT = "val" + "ue"))                          #=> "value"
  class Inner
    p name                                          #=> "Told::Inner"
    def foo = 1
  end
  module Other
    def self.foo = 2
  end
  p constants.sort, Other.foo                       #=> [:Other, :TEXT] ⏎ 2
end
