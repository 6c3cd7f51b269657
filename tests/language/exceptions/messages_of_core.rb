class Foo; end
tests = [
  -> { nil + 1 }, -> { 1 + nil }, -> { "a" + 1 }, -> { [] + 1 }, -> { {}.foo }, -> { Foo.new.bar }, -> { Foo.bar }, -> { foo_bar }, -> { foo_bar() }, -> { self.foo_bar },
  -> { Integer("abc") }, -> { Integer(nil) }, -> { Integer([]) }, -> { Integer("1", 99) }, -> { Float("x") }, -> { Array(1).fetch(3) }, -> { [1].first("x") }, -> { {}.fetch("k") }, -> { :a <=> 1; :a + 1 },
  -> { Object.new.instance_variable_get("x") }, -> { raise Class }, -> { Comparable.new }, -> { BasicObject.new.inspect }, -> { 3.times.next.foo }, -> { [3, "a"].sort }, -> { [1, nil].max }, -> { 5.upto("a") { } }, -> { "x" * -1 }, -> { "abc".to_sym.call },
  -> { [1, 2].first(-1) }, -> { loop { raise StopIteration }; raise IndexError }, -> { Struct.new(:a).new(1).b }, -> { 1.upto }, -> { [].sum("a"); ["a"].sum }, -> { nil[0] }, -> { nil.each }, -> { true + 1 }, -> { Math.sqrt(-1) }, -> { Math.sqrt("x") }, -> { Math.sqrt(nil) }, -> { Math.log(-1) }, -> { 2**"a" }, -> { "5" * "5" }, -> { [1] * nil }, -> { Hash.new.fetch(1.5) }, -> { "x".center }, -> { 1.send }, -> { Module.new.foo }, -> { Class.new.new.foo rescue raise(NameError, "anon ok") },
  -> { "abc".freeze << "d" }, -> { [1].freeze << 2 }, -> { { a: 1 }.freeze[:b] = 2 }, -> { :sym.unknown }, -> { 1.5.unknown }, -> { (1..2).unknown }, -> { -> {}.unknown }, -> { Kernel.unknown }, -> { $stdout.unknown }, -> { Array.unknown }, -> { raise "" }, -> { Integer("0x1G", 16) }, -> { "a".ljust }, -> { rand("x") if false; Integer("") }, -> { Integer("1_") }, -> { Integer("9", 8) }, -> { Hash[1] }, -> { [[1]].to_h }, -> { Array.new(-5) }, -> { "abc"[1, 2, 3] }, -> { "abc".index }, -> { :a.to_proc.call }, -> { [1, 2].inject(:foo) }, -> { 10.digits(-1) }, -> { -5.digits }, -> { 5.clamp(3, 1) }, -> { [].sample(-1) }, -> { [1, 2, 3].each_slice(0) }, -> { [1].each_cons(0) }, -> { [1].cycle("x") { } }, -> { "a".upto }, -> { 1.step(2, "x") { } }, -> { Float::NAN.to_i }, -> { (0.0 / 0).round }, -> { 10.pow(2, 0) }, -> { 1 << 2**70 }, -> { "%d" % "x" }, -> { "%d %d" % 1 }, -> { "a".to_i(77) }
]
tests.each_with_index do |t, i|
  r = t.call
  puts "#{i} => #{r.class}"
rescue Exception => e
  m = e.message
  at = m.index("0x0000")
  m = m[0, at] if at
  puts "#{i} #{e.class}: #{m}"
end
