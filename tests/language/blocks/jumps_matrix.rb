# return, break and next in blocks, procs and lambdas, called where they were made, further in,
# or after their method has returned.
require_relative "../lib/check"

def forward(code) = [:forwarded, code.call]
def yielder = [:yielded, yield]
def deeper(&b) = [:deeper, yielder(&b)]
def keep(&b) = b

JUMPS = {
  "proc return" => -> { proc { return :r } }, "proc break" => -> { proc { break :b } }, "proc next" => -> { proc { next :n } },
  "lambda return" => -> { lambda { return :r } }, "lambda break" => -> { lambda { break :b } }, "lambda next" => -> { lambda { next :n } },
  "arrow return" => -> { -> { return :r } }, "arrow break" => -> { -> { break :b } },
  "kept return" => -> { keep { return :r } }, "kept break" => -> { keep { break :b } }, "kept next" => -> { keep { next :n } },
}.freeze

# The maker has returned when the code is called.
JUMPS.each { |name, make| check("#{name}, late") { [:after, make.call.call] } }
JUMPS.each { |name, make| check("#{name}, late, forwarded") { [:after, forward(make.call)] } }
JUMPS.each { |name, make| check("#{name}, late, as a block") { [:after, yielder(&make.call)] } }

# The maker still runs.
def proc_return = [:m, proc { return :r }.call]
def proc_return_forwarded = [:m, forward(proc { return :r })]
def proc_break = [:m, proc { break :b }.call]
def proc_break_forwarded = [:m, forward(proc { break :b })]
def lambda_return = [:m, lambda { return :r }.call]
def lambda_return_forwarded = [:m, forward(lambda { return :r })]
def lambda_break_forwarded = [:m, forward(lambda { break :b })]
def block_return = [:m, yielder { return :r }]
def block_break = [:m, yielder { break :b }]
def block_next = [:m, yielder { next :n }]
def block_return_deeper = [:m, deeper { return :r }]
def block_break_deeper = [:m, deeper { break :b }]
def lambda_with_block_return = [:m, lambda { [1].each { return :inner }; :not }.call]
def lambda_with_block_break = [:m, lambda { [1].each { break :inner } }.call]
def lambda_with_proc_return = [:m, lambda { proc { return :inner }.call; :not }.call]
def lambda_as_block_return = [:m, yielder(&lambda { return :r })]
def block_in_block_return = [:m, yielder { yielder { return :r } }]
def block_in_block_break = [:m, yielder { [:outer, yielder { break :b }] }]
def block_in_lambda_in_block = [:m, yielder { lambda { yielder { return :r } }.call }]
def define_return = [:m, define_singleton_method(:dr) { return :d }, dr]
def define_break = [:m, define_singleton_method(:db) { break :d }, db]
def define_from_proc = [:m, define_singleton_method(:dp, &proc { return :d }), dp]
def define_from_lambda = [:m, define_singleton_method(:dl, lambda { return :d }), dl]
def instance_exec_return = [:m, 5.instance_exec { return self }]
def instance_exec_break = [:m, 5.instance_exec { break self }]
def method_object_return = [:m, method(:yielder).call { return :r }]
def send_break = [:m, send(:yielder) { break :b }]
def loop_break_in_block = [:m, loop { yielder { break }; break :outer }]
def while_break_in_block = [:m, (while true; yielder { break }; break :outer; end)]
def block_next_in_while = [:m, yielder { i = 0; while (i += 1) < 3; next; end; i }]
def block_break_in_while = [:m, yielder { while true; break :loop; end }]
def each_break_values = [:m, [1, 2].each { break 1, 2 }]
def each_next_nothing = [:m, [1, 2].map { next }]
def each_next_values = [:m, [1].map { next 1, 2 }]
def each_next_splat = [:m, [1].map { next *[3, 4] }]
def return_values = [:m, proc { return 1, 2 }.call]
def ensure_runs = [:m, yielder { begin; return :r; ensure; $seen = :ensure; end }]
def nested_ensure_order
  log = []
  begin
    yielder { begin; return log; ensure; log << 1; end }
  ensure
    log << 2
  end
end
%i[proc_return proc_return_forwarded proc_break proc_break_forwarded lambda_return lambda_return_forwarded lambda_break_forwarded
   block_return block_break block_next block_return_deeper block_break_deeper lambda_with_block_return lambda_with_block_break
   lambda_with_proc_return lambda_as_block_return block_in_block_return block_in_block_break block_in_lambda_in_block define_return
   define_break define_from_proc define_from_lambda instance_exec_return instance_exec_break method_object_return send_break
   loop_break_in_block while_break_in_block block_next_in_while block_break_in_while each_break_values each_next_nothing
   each_next_values each_next_splat return_values ensure_runs nested_ensure_order].each { |name| check(name) { send(name) } }
check("the ensure ran") { $seen }

# What the error knows.
def error = yield
rescue_from = ->(&b) { begin; b.call; rescue LocalJumpError => e; [e.message, e.reason, e.exit_value, e.class.superclass]; end }
check("return's error") { rescue_from.call(&JUMPS["kept return"].call) }
check("break's error") { begin; JUMPS["kept break"].call.call; rescue LocalJumpError => e; [e.message, e.reason, e.exit_value]; end }
check("no block's error") { begin; yielder; rescue LocalJumpError => e; [e.message, e.reason, e.exit_value]; end }
check("yield in a define_method without a block") { define_singleton_method(:dy) { yielder }; dy }
check("break in a thread-like fiber") { Fiber.new { [1].each { break :inner } }.resume }
check("break out of a fiber") { Fiber.new { break :out }.resume }
check("return out of a fiber") { def rf = Fiber.new { return :out }.resume; rf }
check("enumerator in between") { def en = [:m, [1, 2, 3].each_slice(2).map { |a| return a }]; en }
check("external enumerator") { e = Enumerator.new { |y| y << 1; y << 2 }; [e.next, e.next, (e.next rescue $!.class)] }
check("hash block") { def hb = { a: 1 }.each { |k, v| return [k, v] }; hb }
check("sort block") { def sb = [2, 1].sort { return :out }; sb }
check("inject block") { def ib = [1, 2, 3].inject { |a, b| break a * 10 }; ib }
check("tap block") { def tb = 5.tap { |x| return x + 1 }; tb }
check("then break") { 5.then { |x| break x + 2 } }
check("times break") { 5.times { |i| break i if i == 3 } }
check("upto next") { 1.upto(3).map { |i| next 0 if i == 2; i } }
check("catch with break") { catch(:t) { break :broke } }
check("loop with StopIteration result") { loop { raise StopIteration } }
check("loop break without value") { loop { break } }
