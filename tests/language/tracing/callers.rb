# caller, caller_locations, Thread::Backtrace::Location.
def a; caller; end
def b; a; end
p b
def c(*x) = caller(*x)
def d(*x) = c(*x)
p d(0), d(1), d(2), d(1, 1), d(1..1), d(0..-1).size, d(100), d(5)
begin; d(-1); rescue ArgumentError => e; p e.message; end
begin; d(1, -1); rescue ArgumentError => e; p e.message; end
def l(*x) = caller_locations(*x)
ls = l(0)
p ls.class, ls[0].class, ls[0].to_s, ls[0].path, ls[0].lineno, ls[0].label, ls[0].base_label, ls[0].inspect, ls[0].absolute_path.split("/").last
p l(0, 1).size, l(0..0).size, l(100)
class K; def m; [1].map { l(0) }[0]; end; def l(*x) = caller_locations(*x); def self.s; caller_locations(0, 1)[0]; end
 X = caller_locations(0, 1)[0]; end
ls = K.new.m
p ls.map(&:label), ls.map(&:base_label), ls.map(&:lineno), ls.map(&:path).uniq
p K.s.label, K.s.base_label, K::X.label, K::X.base_label
p eval("caller_locations(0,1)[0].absolute_path"), eval("caller_locations(0, 1)[0].path")
begin; raise "x"; rescue => e; p e.backtrace_locations.map(&:to_s), e.backtrace_locations[0].lineno, e.backtrace_locations.class; end
p RuntimeError.new.backtrace_locations
def kk; yield; end
kk { p caller(0), caller_locations(0).map(&:base_label) }
p caller, caller(0), caller_locations, caller_locations(1), caller(1), caller(2), caller_locations(2)
o = Object.new
def o.sing; caller_locations(0, 1)[0].label; end
p o.sing
p Class.new { def q; caller_locations(0,1)[0].label; end }.new.q
p 5.instance_eval { caller(0) }
p K.class_eval { caller(0) }
p o.instance_exec { caller(0)[1] }
m = method(:a)
p m.call
p method(:d).to_proc.call(0)
p [1].each { |x| break caller(0) }
def dm; end
self.class.define_method(:dmm) { caller(0) }
p dmm
p send(:a)
p Thread::Backtrace::Location.instance_methods(false).sort
