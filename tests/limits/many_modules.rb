# Modules by the thousand: in one class, in as many classes, in each other.
count = 5000
one = Class.new
count.times { one.include(Module.new { def m = 1 }) }
p one.ancestors.size - Class.new.ancestors.size, one.new.m
count.times { Class.new { include Module.new } }
count.times { Object.new.extend(Module.new) }
line = Class.new(one)
300.times { line = Class.new(line) { prepend Module.new } }
p line.ancestors.size - one.ancestors.size, line.new.m

# Later inclusions reach the classes that have the module already.
base = Module.new
class User; end
User.include(base)
added = Module.new { def added = :added }
base.include(added)
p User.new.added, User.ancestors.include?(added), User.new.is_a?(added)
deeper = Module.new { def deeper = :deeper }
added.prepend(deeper)
p User.new.deeper, User.ancestors.index(deeper) < User.ancestors.index(added)

# Refinements by the thousand.
count.times do
  Module.new { refine(String) { def x = 1 } }
end
p String.new.respond_to?(:x)

# Operators that a module brings in.
class Integer
  prepend(Module.new { def *(other) = other == 7 ? :seven : super })
end
p 3 * 7, 3 * 6
