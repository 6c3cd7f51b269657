# Kernel#warn with uplevel and category, Warning and its override.
$stderr = $stdout
warn "plain"
warn "a", "b"
warn
warn nil
warn ["x", "y"]
warn "with nl\n"
def f; warn "up", uplevel: 0; end
f
def g; warn "up1", uplevel: 1; end
def h; g; end
h
warn "far", uplevel: 100
begin; warn "neg", uplevel: -1; rescue ArgumentError => e; p e.message; end
p Warning[:deprecated], Warning[:experimental], Warning[:performance]
warn "dep", category: :deprecated
Warning[:deprecated] = true
warn "dep2", category: :deprecated
warn "exp", category: :experimental
Warning[:experimental] = false
warn "exp2", category: :experimental
begin; warn "bad", category: :nope; rescue ArgumentError => e; p e.message; end
begin; Warning[:nope]; rescue ArgumentError => e; p e.message; end
begin; Warning[:nope] = 1; rescue ArgumentError => e; p e.message; end
begin; warn "x", foo: 1; rescue ArgumentError => e; p e.message; end
Warning.warn "direct\n"
Warning.warn "cat\n", category: :deprecated
begin; Warning.warn 3; rescue TypeError => e; p e.message; end
module Warning
  def self.warn(msg, category: nil) = print("OVERRIDE[#{category.inspect}] #{msg}")
end
warn "hello"
warn "cat", category: :deprecated
warn "one", "two"
$VERBOSE = nil
warn "silent"
$VERBOSE = false
warn "back"
p Warning.categories.sort
p Warning.instance_method(:warn).owner
