# break and return in blocks that became Procs: whether the call they were
# written for still runs decides, not who calls them.
require_relative "../lib/check"

def give(&block) = block
def run = yield
def pass(&block) = run(&block)
class Defined
  define_method(:call_it) { |&block| block.call; :not_reached }
  define_method(:pass_it) { |x, &block| [x].each(&block) }
end

check("kept and called") { give { break 3 }.call }
check("kept and yielded to") { kept = give { break 3 }; run(&kept) }
check("kept and passed on") { kept = give { break 3 }; pass(&kept) }
check("passed on") { [pass { break 3 }, run { break 4 }] }
check("by define_method") { [Defined.new.call_it { break :ok }, Defined.new.pass_it(1) { |x| break x + 1 }] }
check("proc") { proc { break 3 }.call }
check("another literal of the call") { kept = give { break 3 }; run { run(&kept) } }
check("in a fiber") { Fiber.new { give { break 3 }.call }.resume }

def nested_return
  inner = proc { proc { return :ok } }.call
  inner.call
  :not_reached
end
def deeper = [1].each { |_| @kept = proc { [2].map { return :deep } } } && @kept.call && :not_reached
def from_lambda = lambda { proc { return :inside } }.call.call && :not_reached
check("return when the block around has ended") { [nested_return, deeper] }
check("return when the lambda around has ended") { from_lambda }
check("return when the method has ended") { kept = Class.new { def m = proc { return 1 } }.new.m; kept.call }
