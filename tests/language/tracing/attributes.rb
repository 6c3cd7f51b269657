# Attribute methods are c_calls, also under other names and behind Method#call.
klass = Class.new { attr_accessor :size; alias width size; alias width= size= }
obj = klass.new
rec = Struct.new(:name).new("n")
log = []
tp = TracePoint.new(:c_call, :c_return) do |t|
  log << [t.event, t.method_id, t.callee_id, t.defined_class.equal?(klass), (t.return_value.inspect if t.event == :c_return)]
end
get, set, len = obj.method(:width), obj.method(:width=), "abc".method(:length)
tp.enable do
  obj.size = 4
  obj.size
  obj.width = 5
  obj.width
  set.call(6)
  get.call
  len.()
  rec.name = "q"
  rec.name
end
log.each { |l| p l }
