class A; end
class B < A; end
module M; end
class B; include M; end
b = B.new
p b.is_a?(A), b.is_a?(M), b.kind_of?(B), b.instance_of?(A), A === b, M === b, B.ancestors.first(3), B <= M, M > B, A.instance_of?(Class), b.class, b.class.class, B.name, B.to_s
p 1.is_a?(Integer), 1.is_a?(Numeric), 1.is_a?(Comparable), 1.0.is_a?(Numeric), "a".is_a?(Comparable), [].is_a?(Enumerable), {}.is_a?(Enumerable), nil.is_a?(NilClass), (1..2).is_a?(Enumerable), :a.is_a?(Comparable), Class.is_a?(Module), M.is_a?(Class), 5.class, (2**70).class, 1.5.class, nil.class, true.class, :a.class, "".class, [].class, {}.class, (1..2).class, -> {}.class, Class.class, M.class, Object.new.class, method(:p).class, $stdout.class
p Integer.ancestors.include?(Comparable), Integer.ancestors.include?(Kernel), Array.ancestors.take(2), Hash.ancestors.include?(Enumerable), Integer.superclass, Float.superclass, Numeric.superclass, String.superclass, NilClass.superclass, Class.superclass, Struct.superclass, Proc.superclass, Exception.superclass
begin
  b.is_a?(5)
rescue TypeError => e
  puts e.message
end
begin
  A <= 5
rescue TypeError => e
  puts e.message
end
begin
  b.instance_of?(nil)
rescue TypeError => e
  puts e.message
end
p b.respond_to?(:to_s), b.respond_to?(:puts), b.singleton_methods, b.frozen?, b.method(:to_s).owner, A.instance_methods(false), Object.instance_methods.include?(:dup), b.methods.include?(:then), A.method_defined?(:to_s), A.public_method_defined?(:to_s), A.instance_methods.include?(:object_id)
p defined?(A), defined?(Zork), A.const_defined?(:String), Object.const_defined?(:M), Object.const_get(:A) == A, B.superclass.superclass, A.subclasses
p Integer === 3, (1..3) === 2, :a === :a, Integer === "3", Object === nil, BasicObject === 1, Comparable === 3, Class === Class, Module === Class
p 3.zero?, 0.zero?, 3.integer?, 3.0.integer?, 3.finite?, 3.real?, "".empty?, nil.to_a.empty?
