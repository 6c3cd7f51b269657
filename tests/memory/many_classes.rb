# svm: timeout 240
# Programs that make many classes, methods and scopes run in flat memory: what
# the collector counts after many rounds is what it counted after few.
def rounds(name, few = 100, many = 1_500)
  few.times { |i| yield i }
  GC.start
  before = GC.stat[:old_bytes]
  many.times { |i| yield i }
  2.times { GC.start }
  grown = GC.stat[:old_bytes] - before
  puts "#{name}: grown by #{grown}" if grown > 24 << 10
end

rounds("class") { Class.new { def foo = 1 }.new.foo }
rounds("accessors") { c = Class.new { attr_accessor :a, :b }; o = c.new; o.a = o.b = 1 }
rounds("subclass") { Class.new(Class.new(Numeric)).new.zero? rescue 1 }
rounds("module") { m = Module.new { def foo = 1 }; Class.new { include m }.new.foo }
rounds("struct") { Struct.new(:a, :b).new(1, 2).b }
rounds("singleton") { o = Object.new; def o.foo = 1; o.foo }
rounds("opened") { o = Object.new; class << o; def foo = 1; end; o.foo }
rounds("closure") { |i| Class.new { define_method(:foo) { i } }.new.foo }
rounds("extend") { Object.new.extend(Enumerable) }
rounds("instance_eval") { Object.new.instance_eval { @x = 1; @x } }
rounds("instance_eval def") { Object.new.instance_eval { def foo = 1; foo } }
rounds("class_exec") { Class.new.class_exec { def foo = 1; new.foo } }
rounds("method") { Class.new { def foo = 1 }.new.method(:foo).to_proc.call }
rounds("eval") { |i| eval("#{i % 7} + 1") }
rounds("exception") { begin; Class.new { def foo = raise("x") }.new.foo; rescue => e; e.backtrace.size; end }
puts "flat"                                         #=> flat
