# svm: native block in middle, fails, initialize, leaf, middle, top, turns loop
# svm: left leaf: discarded, fails: discarded, turns: discarded
# TracePoint is switched on and off while native frames are live.
WARM = 400
NOTHING = -> {}
NEVER = Hash.new(NOTHING)

CALLS = "#{__dir__}/lib/traced_calls.rb"
SEEN_IN = [__FILE__, CALLS]

# Tracing discards all code: new code is native before each case.
def warm
  load(CALLS)
  calls = Calls.new
  WARM.times do
    calls.top(1, NOTHING)
    calls.fails(NOTHING)
  end
  calls.turns(2000, NEVER)
  calls
end

$seen = []
def tracer(*events)
  TracePoint.new(*events) do |tp|
    next unless SEEN_IN.include?(tp.path)
    entry = [tp.event, tp.lineno]
    entry << tp.method_id if tp.event.match?(/call|return/)
    entry << tp.return_value if tp.event == :return
    $seen << entry
  end
end

def show(what, result)
  p what, result
  p $seen
  $seen = []
end

calls = warm
trace = tracer(:call, :return)
show("calls", calls.top(1, -> { trace.enable }))
trace.disable
show("off again", calls.top(1, NOTHING))
calls = warm
trace = tracer(:line)
show("lines", calls.top(1, -> { trace.enable }))
trace.disable
$seen = []
calls = warm
trace = tracer(:c_call, :c_return)
calls.top(1, -> { trace.enable })
trace.disable
names = $seen.map { |entry| [entry[0], entry[2]] }
p names.include?([:c_call, :map]) || names.size, names.include?([:c_return, :disable])
$seen = []
calls = warm
trace = tracer(:raise)
show("raised", calls.fails(-> { trace.enable }))
trace.disable
$seen = []
calls = warm
trace = tracer(:b_call, :b_return)
show("blocks", calls.top(1, -> { trace.enable }))
trace.disable
$seen = []

# A loop that is already native, traced for its last turns.
calls = warm
trace = tracer(:line)
r = calls.turns(1000, NEVER.merge(997 => -> { trace.enable }))
trace.disable
show("loop", r)

# Switched off by the program far inside: it goes on, and becomes native again.
calls = warm
trace = tracer(:call)
trace.enable
calls.top(1, -> { trace.disable })
show("switched off inside", calls.top(1, NOTHING))
calls = warm
trace.enable { calls.top(1, NOTHING) }
show("in a block", calls.top(1, NOTHING))

# For one method.
calls = warm
trace = tracer(:call, :line)
trace.enable(target: Calls.instance_method(:leaf)) { calls.top(1, NOTHING) }
show("one method", nil)

# An exception from the hook.
calls = warm
trace = TracePoint.new(:call) { |tp| raise "from the hook" if tp.method_id == :leaf }
r = begin
  calls.top(1, NOTHING)
  trace.enable
  calls.top(1, NOTHING)
rescue => e
  e.message
ensure
  trace.disable
end
p r, calls.top(1, NOTHING)

# It is native after all that, and sees no trace.
p warm.top(1, NOTHING), $seen
