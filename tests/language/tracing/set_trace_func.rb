# `set_trace_func`: what a function is told, in order.
class Walker
  attr_accessor :place
  def forward(by) = place + by
  def self.start = 5
end
def twice
  yield
  yield
end
walker = Walker.new
walker.place = 1
log = []
given = proc do |event, file, line, name, binding, owner|
  log << [event, file == __FILE__, line, name, binding.class, owner]
end
result = set_trace_func(given)
walker.forward(3)
walker.place = 7
walker.place
Walker.start
twice { 1 }
class Walker
  self
end
def walker.alone = 4
walker.alone
-> { 2 }.call
set_trace_func(nil)
log.reject! { |entry| entry[3] == :singleton_method_added }
log.each { |entry| p entry[0..4] + [entry[5].equal?(walker) ? :walker : entry[5]] }
p result.equal?(given)
log.clear
p set_trace_func(nil)
set_trace_func(lambda { |*all| log << all.size })
x = 1
set_trace_func(proc { |*all| log << all[0] })
x = 2
set_trace_func(nil)
x = 3
p log
begin
  set_trace_func(1)
rescue TypeError => error
  p error.message
end
where = nil
set_trace_func(proc { |event, _, _, _, binding, _| where ||= binding.local_variables.include?(:walker) if event == "line" })
x = 4
set_trace_func(nil)
p where
