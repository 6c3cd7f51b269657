# catch and throw: tags of every kind, values, nesting, ensure, fibers, errors.
require_relative "../lib/check"

check("value of catch without throw") { catch(:t) { 1 } }
check("throw without a value") { catch(:t) { throw :t } }
check("throw with a value") { catch(:t) { throw :t, 5; 6 } }
check("throw with a splat") { catch(:t) { throw(*[:t, 7]) } }
check("without a tag") { catch { |tag| throw tag, 8 } }
check("the tag is given") { catch(:t) { |tag| tag } }
check("the generated tag") { catch { |tag| tag.class } }
check("tags are compared by identity") { catch("a") { throw "a" } }
check("same string object") { s = "a"; catch(s) { throw s, 9 } }
check("integers") { catch(1) { throw 1, 10 } }
check("nil as a tag") { catch(nil) { throw nil, 11 } }
check("object as a tag") { o = Object.new; catch(o) { throw o, 12 } }
check("inner of two") { catch(:a) { catch(:b) { throw :b, 1 }; 2 } }
check("outer of two") { catch(:a) { catch(:b) { throw :a, 1 }; 2 } }
check("same tag twice: the inner") { catch(:a) { [catch(:a) { throw :a, 1 }, 2] } }
check("through methods and blocks") { def thrower = [1].each { throw :out, :deep }; catch(:out) { thrower } }
check("ensure runs") { log = []; [catch(:t) { begin; throw :t, 1; ensure; log << :e; end }, log] }
check("ensures run inside out") { log = []; catch(:t) { begin; begin; throw :t; ensure; log << 1; end; ensure; log << 2; end }; log }
check("else does not") { log = []; catch(:t) { begin; throw :t; rescue; log << :r; else; log << :l; end }; log }
check("rescue Exception does not see it") { catch(:t) { begin; throw :t, :thrown; rescue Exception; :rescued; end } }
check("throw from ensure replaces a raise") { catch(:t) { begin; raise "x"; ensure; throw :t, :replaced; end } }
check("throw from ensure replaces a throw") { catch(:a) { catch(:b) { begin; throw :b, 1; ensure; throw :a, 2; end } } }
check("raise from ensure replaces a throw") { catch(:t) { begin; throw :t; ensure; raise "instead"; end } }
check("throw in rescue") { catch(:t) { begin; raise "x"; rescue; throw :t, $!.message; end } }
check("return in catch") { def rc = catch(:t) { return :returned }; rc }
check("break in catch") { catch(:t) { break :broke } }
check("next in catch") { catch(:t) { next :nexted } }
check("catch in a loop") { [1, 2, 3].map { |i| catch(:skip) { throw :skip, :skipped if i == 2; i } } }
check("throw in define_method") { define_singleton_method(:dt) { throw :t, :d }; catch(:t) { dt } }
check("throw in a lambda") { l = -> { throw :t, :l }; catch(:t) { l.call } }
check("throw in to_s") { o = Object.new; def o.to_s = throw(:t, :from_to_s); catch(:t) { "#{o}" } }
check("throw in a sort block") { catch(:t) { [3, 1].sort { throw :t, :sorting } } }
check("throw in a hash default") { catch(:t) { Hash.new { throw :t, :default }[1] } }
check("throw in initialize") { catch(:t) { Class.new { def initialize = throw(:t, :init) }.new } }
check("throw in method_missing") { catch(:t) { Class.new { def method_missing(n, *) = throw(:t, n) }.new.ghost } }
check("throw in coerce") { catch(:t) { 1 + Class.new { def coerce(_) = throw(:t, :coerced) }.new } }
check("uncaught") { throw :nobody }
check("uncaught with a value") { throw :nobody, 5 }
check("uncaught string") { throw "text" }
check("uncaught object") { throw Object.new }
check("uncaught parts") { throw :nobody, 5 rescue [$!.tag, $!.value, $!.class, $!.class.superclass] }
check("uncaught to_s and inspect") { throw :nobody rescue [$!.to_s, $!.inspect, $!.full_message(highlight: false).lines.size > 0] }
check("tag gone after catch") { t = nil; catch { |x| t = x }; throw(t) rescue $!.class }
check("tag of another fiber") { catch(:t) { Fiber.new { throw :t }.resume } }
check("tag inside the fiber") { Fiber.new { catch(:t) { throw :t, :inside } }.resume }
check("catch around a yield") { f = Fiber.new { catch(:t) { Fiber.yield 1; throw :t, 2 } }; [f.resume, f.resume, f.alive?] }
check("catch without a block") { catch(:t) }
check("throw without arguments") { throw }
check("throw with three") { throw 1, 2, 3 }
check("method objects") { m = method(:throw); catch(:t) { m.call(:t, :by_method) } }
check("send") { catch(:t) { send(:throw, :t, :sent) } }
check("Kernel.throw") { Kernel.catch(:t) { Kernel.throw(:t, :kernel) } }
check("value is not copied") { a = [1]; catch(:t) { throw :t, a }.equal?(a) }
check("many levels") { def dive(n) = n.zero? ? throw(:up, :surface) : dive(n - 1); catch(:up) { dive(500) } }
check("catch state is per call") { def cc(n) = catch(:t) { n.zero? ? throw(:t, :z) : [n, cc(n - 1)] }; cc(3) }
