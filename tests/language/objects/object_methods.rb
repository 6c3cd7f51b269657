class T
  def initialize(v) = @v = v
  def go = instance_variable_get(:@v)
end
t = T.new(4)
p t.then { |x| x.go + 1 }, t.tap { |x| print x.go, "\n" }.equal?(t), t.instance_variables
p t.instance_eval { @v }, t.instance_exec(3) { |k| @v * k }, T.class_eval { self }, T.class_exec(1) { |x| [self, x] }
p t.extend(Module.new { def ext = :ext }).ext, t.singleton_class.instance_methods(false), t.is_a?(T)
p t.public_send(:go), t.respond_to?(:ext), t.method(:go).call, t.frozen?, t.hash == t.hash, t.object_id == t.object_id, t.!
p Object.new.respond_to?(:instance_variable_get), BasicObject.instance_methods.sort, t.instance_variable_defined?(:@v)
5.display
"x".display
puts
p (t.instance_variable_get(:@zz)), t.enum_for(:tap).class, t.to_enum.class, t.singleton_methods
p 5.instance_of?(Integer), 5.then { _1 }, [3, 1].tap(&:sort!), 5.clamp(1, 3), t.define_singleton_method(:q) { 9 }, t.q
p __method__.inspect, self.class, rand.class, rand(1), Random.new(1).class, sleep(0)
p loop { break 4 }, catch(:x) { throw :x, 5 }, format("%d", 1), sprintf("%s", :a), proc { 1 }.call, lambda { 2 }.call, block_given?, [__LINE__, __FILE__.size > 1, __dir__.class]
