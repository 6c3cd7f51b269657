# Enumerators from outside and inside, sizes, rewinding, generators, chains, products, lazy pipelines.
require_relative "../lib/check"

check("next, peek, rewind") { x = [1, 2].each; [x.next, x.peek, x.next, x.rewind.class, x.next] }
check("the end") { x = [].each; x.next }
check("the end, twice") { x = [1].each; x.next; [(x.next rescue 1), (x.next rescue $!.message)] }
check("result of the end") { o = Object.new; def o.each = (yield 1; :result); x = o.to_enum; x.next; (x.next rescue $!.result) }
check("peek at the end") { [].each.peek }
check("loop stops and gives the result") { x = [1, 2].each; r = []; v = loop { r << x.next }; [r, v] }
check("next_values") { o = Object.new; def o.each = (yield; yield nil; yield 1; yield 1, 2; yield [1, 2]); x = o.to_enum; 5.times.map { x.next_values } }
check("peek_values") { x = [[1, 2]].each; [x.peek_values, x.next] }
check("feed") { x = [1, 2, 3].map; r = []; 3.times { |i| r << x.next; x.feed(i * 10) }; [r, (x.next rescue $!.result)] }
check("feed twice") { x = [1].map; x.next; x.feed 1; x.feed 2 }
check("size") { [[1, 2].each.size, loop.size, 5.times.size, 1.upto(4).size, 10.downto(1).size, 1.step(10, 3).size, [1, 2, 3].each_slice(2).size, [1, 2].cycle.size, [1, 2].cycle(3).size, "abc".each_char.size] }
check("size of a generator") { [Enumerator.new { }.size, Enumerator.new(5) { }.size, Enumerator.new(-> { 7 }) { }.size] }
check("size by to_enum") { [1].to_enum(:foo) { 42 }.size }
check("inspect") { [[1].each, [1].each_slice(2), [1].each.with_index(1), 3.times, "a".each_char, (1..2).each_cons(2), loop].map(&:inspect) }
check("inspect of a generator") { Enumerator.new { }.inspect }
check("with_index") { %w[a b].each.with_index(1).to_a }
check("with_index, nil and float") { [%w[a].each.with_index(nil).to_a, %w[a].each.with_index(1.9).to_a] }
check("with_index wrong") { %w[a].each.with_index("x").to_a }
check("each_with_index") { %w[a b].each.each_with_index.to_a }
check("with_object") { %w[a b].each.with_object([]).to_a }
check("with_object returns it") { %w[a b].each.with_object([]) { |x, m| m << x } }
check("map.with_index") { %w[a b].map.with_index { |x, i| x * i } }
check("select.with_index") { (1..6).select.with_index { |_, i| i.even? } }
check("each.with_index.select") { (1..4).each.with_index.select { |x, i| x > 2 } }
check("inject over with_index") { %w[a b].each_with_index.inject("") { |m, (x, i)| m + x * (i + 1) } }
check("sort_by.with_index") { %w[b a c].sort_by.with_index { |_, i| -i } }
check("generator") { Enumerator.new { |y| y << 1 << 2; y.yield 3, 4; :end }.to_a }
check("generator's yield value") { x = Enumerator.new { |y| r = y.yield(1); y << r }; x.next; x.feed(:fed); x.next }
check("yielder to_proc") { Enumerator.new { |y| [1, 2].each(&y) }.to_a }
check("endless generator") { fib = Enumerator.new { |y| a, b = 0, 1; loop { y << a; a, b = b, a + b } }; [fib.take(8), fib.lazy.select(&:even?).first(4), fib.each_with_index.first(2)] }
check("generator with arguments") { Enumerator.new { |y, *a| y << a }.each(1, 2) { |x| break x } }
check("each without block") { x = [1].each; x.each.equal?(x) }
check("each with arguments") { x = [1, 2, 3].to_enum(:each_slice); x.each(2).to_a }
check("exceptions of the generator") { Enumerator.new { |y| y << 1; raise "gen" }.tap { |x| x.next }.next }
check("ensure in a generator") { log = []; x = Enumerator.new { |y| begin; y << 1; y << 2; ensure; log << :e; end }; x.first; log }
check("nested next") { a = [1, 2].each; b = [3, 4].each; [a.next, b.next, a.next, b.next] }
check("produce") { [Enumerator.produce(1) { _1 * 2 }.take(5), Enumerator.produce { 7 }.take(2), Enumerator.produce([0, 1]) { |a, b| [b, a + b] }.take(4).map(&:first)] }
check("produce stops") { Enumerator.produce(3) { |x| raise StopIteration if x.zero?; x - 1 }.to_a }
check("produce size") { Enumerator.produce(1) { 1 }.size }
check("chain") { ([1].each + [2, 3]).to_a }
check("chain inspect and size") { c = [1].each + [2, 3]; [c.inspect, c.size, c.class] }
check("Enumerator::Chain.new") { Enumerator::Chain.new([1], 2..3).map { _1 * 2 } }
check("product") { [Enumerator.product([1, 2], [3, 4]).to_a, Enumerator::Product.new(1..2, [5]).size] }
check("rewind of an object with rewind") { o = Object.new; def o.each = yield(1); def o.rewind = @r = true; def o.r = @r; o.to_enum.rewind; o.r }
check("enum of a method with keywords") { o = Object.new; def o.each_thing(k: 1) = yield(k); o.to_enum(:each_thing, k: 5).to_a }
check("missing method") { [1].to_enum(:nope).to_a }
check("dup of a started one") { x = [1, 2].each; x.next; x.dup }
check("arithmetic sequence") { [1.step(10, 3).to_a, (1..10).step(4).to_a, 1.0.step(2.0, 0.5).to_a, ((1..10) % 3).to_a, 10.step(1, -4).to_a] }
check("arithmetic sequence's parts") { s = 1.step(10, 3); [s.begin, s.end, s.step, s.exclude_end?, s.first, s.last, s.first(2), s.last(2), s.size, s.inspect, s.class] }
check("arithmetic sequence ==") { [1.step(10, 3) == 1.step(10, 3), (1..10).step(3) == 1.step(10, 3), 1.step(10, 3).hash == 1.step(10, 3).hash] }
check("endless step") { [1.step(nil, 5).first(3), (1..).step(2).first(2), 1.step(by: -1).first(2)] }
check("zero step") { 1.step(5, 0) }
check("lazy inspect") { (1..3).lazy.map { }.select { }.inspect }
check("lazy of lazy") { l = (1..3).lazy; l.lazy.equal?(l) }
check("lazy pulls one at a time") { log = []; (1..9).lazy.map { log << "m#{_1}"; _1 }.select { log << "s#{_1}"; _1.even? }.first(2); log.join }
check("lazy select, reject, map") { (1..20).lazy.select(&:even?).reject { _1 % 3 == 0 }.map { _1 * 10 }.first(3) }
check("lazy take") { (1..).lazy.map { _1 * 2 }.take(3).to_a }
check("lazy take does not pull more") { log = []; (1..).lazy.map { log << _1 }.take(2).to_a; log.size }
check("lazy take(0)") { (1..).lazy.map { raise }.take(0).to_a }
check("lazy first") { [(1..).lazy.first, (1..).lazy.first(2)] }
check("lazy take_while, drop_while, drop") { [(1..).lazy.take_while { _1 < 4 }.to_a, (1..6).lazy.drop_while { _1 < 4 }.to_a, (1..6).lazy.drop(4).to_a] }
check("lazy flat_map") { [(1..3).lazy.flat_map { [_1, _1] }.to_a, (1..2).lazy.flat_map { _1 }.to_a, (1..2).lazy.flat_map { [[_1]] }.to_a] }
check("lazy zip") { [(1..).lazy.zip(4..5).first(3), (1..2).lazy.zip((3..).lazy).to_a] }
check("lazy uniq, compact, filter_map") { [(1..9).lazy.uniq { _1 % 3 }.to_a, [1, nil].lazy.compact.to_a, (1..9).lazy.filter_map { _1 * 2 if _1 > 7 }.to_a] }
check("lazy grep") { [(1..9).lazy.grep(3..4).to_a, (1..9).lazy.grep_v(2..9) { -_1 }.to_a] }
check("lazy with_index") { [%w[a b].lazy.with_index.to_a, %w[a b].lazy.each_with_index.map { |x, i| x * i }.to_a, %w[a b].lazy.with_index(1) { }.to_a] }
check("lazy slice_when, chunk_while") { [(1..6).lazy.slice_when { |a, _| a.even? }.first(2), [1, 2, 4].lazy.chunk_while { |a, b| b == a + 1 }.to_a] }
check("lazy tap_each") { r = []; (1..3).lazy.tap { r << :once }.to_a; r }
check("lazy eager") { (1..3).lazy.map { _1 * 2 }.eager.class }
check("lazy force with next") { l = (1..3).lazy.map { _1 * 2 }; [l.next, l.next, l.force] }
check("lazy size") { [(1..9).lazy.size, (1..9).lazy.map { }.size, (1..9).lazy.select { }.size, (1..9).lazy.take(3).size] }
check("lazy include? and find") { [(1..).lazy.include?(5), (1..).lazy.map { _1 * 3 }.find { _1 > 10 }] }
check("lazy reduce and sum") { [(1..4).lazy.map { _1 * 2 }.reduce(:+), (1..4).lazy.sum, (1..4).lazy.min, (1..4).lazy.sort_by { -_1 }] }
check("lazy errors") { (1..3).lazy.map }
check("lazy break") { (1..).lazy.map { |x| x }.each { |x| break x if x > 3 } }
check("lazy chain with +") { ((1..2).lazy + [5]).map { _1 * 2 }.to_a }
check("lazy to_enum") { (1..4).lazy.each_slice(2).map(&:sum).to_a }
check("lazy with two values") { { a: 1 }.lazy.map { |k, v| [v, k] }.to_a }
