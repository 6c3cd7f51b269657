# svm: native block in middle, fails, initialize, leaf, middle, top, turns loop
# TracePoint is switched on and off while native frames are live.
WARM = 400

class Calls
  def leaf(x, change)
    change.call
    x + 1
  end

  def middle(x, change)
    a = leaf(x, change)
    b = [a].map { |y| y * 2 }
    a + b[0]
  end

  def top(x, change)
    c = middle(x, change)
    c += [3, 1].max
    c
  end

  def turns(limit, at, change)
    i = 0
    sum = 0
    while i < limit
      sum += i
      change.call if i == at
      i += 1
    end
    sum
  end

  def fails(change)
    change.call
    raise "failed"
  rescue => e
    e.message
  end
end

nothing = -> {}
calls = Calls.new
WARM.times do
  calls.top(1, nothing)
  calls.fails(nothing)
end
calls.turns(2000, -1, nothing)

$seen = []
def tracer(*events)
  TracePoint.new(*events) do |tp|
    next unless tp.path == __FILE__
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

trace = tracer(:call, :return)
show("calls", calls.top(1, -> { trace.enable }))
trace.disable
show("off again", calls.top(1, nothing))
trace = tracer(:line)
show("lines", calls.top(1, -> { trace.enable }))
trace.disable
$seen = []
trace = tracer(:c_call, :c_return)
calls.top(1, -> { trace.enable })
trace.disable
names = $seen.map { |entry| [entry[0], entry[2]] }
p names.include?([:c_call, :map]) || names.size, names.include?([:c_return, :disable])
$seen = []
trace = tracer(:raise)
show("raised", calls.fails(-> { trace.enable }))
trace.disable
$seen = []
trace = tracer(:b_call, :b_return)
show("blocks", calls.top(1, -> { trace.enable }))
trace.disable
$seen = []

# A loop that is already native, traced for its last turns.
trace = tracer(:line)
r = calls.turns(1000, 997, -> { trace.enable })
trace.disable
show("loop", r)

# Switched off by the program far inside: it goes on, and becomes native again.
trace = tracer(:call)
trace.enable
calls.top(1, -> { trace.disable })
show("switched off inside", calls.top(1, nothing))
WARM.times { calls.top(1, nothing) }
trace.enable { calls.top(1, nothing) }
show("in a block", calls.top(1, nothing))

# For one method.
trace = tracer(:call, :line)
trace.enable(target: Calls.instance_method(:leaf)) { calls.top(1, nothing) }
show("one method", nil)

# An exception from the hook.
trace = TracePoint.new(:call) { |tp| raise "from the hook" if tp.method_id == :leaf }
r = begin
  calls.top(1, nothing)
  trace.enable
  calls.top(1, nothing)
rescue => e
  e.message
ensure
  trace.disable
end
p r, calls.top(1, nothing)
