class E1 < StandardError; end
class E2 < StandardError
  def initialize(msg = "default e2") = super
end
class E3 < StandardError
  attr_reader :code
  def initialize(msg = nil, code: 0)
    super(msg || "e3 #{code}")
    @code = code
  end
end
class E4 < StandardError
  def message = "overridden"
end
class E5
  def self.exception(m = "dflt") = E1.new("via exception #{m}")
end
def try
  yield
rescue Exception => e
  p [e.class, e.message]
  e
end
try { raise }
try { raise "text" }
try { raise E1 }
try { raise E1, "with msg" }
try { raise E1.new("obj") }
try { raise E1.new("obj"), "override" }
try { raise E2 }
try { raise E2, "given" }
try { raise E3 }
p try { raise E3.new(code: 5) }.code
p try { raise E3.new("m", code: 6) }.code
try { raise E4 }
try { raise E5 }
try { raise E5, "arg" }
try { raise 5 }
try { raise Object }
try { raise nil }
try { raise E1, nil }
try { raise E1, 42 }
try { raise "a", "b" } 
try { fail "fail is raise" }
try { raise E1, "with bt", ["a:1", "b:2"] }.backtrace.then { |b| p b }
try { raise E1, "cause kw", cause: nil }.cause.then { |c| p c }
try { raise(E3, code: 9) } 
begin
  begin
    raise "first"
  rescue
    raise
  end
rescue => e
  p e.message
end
begin
  begin
    raise "orig"
  rescue => e
    raise e
  end
rescue => f
  p f.equal?(e)
end
e = E1.new("stored")
p e.message, e.backtrace, e.inspect, e.to_s, E1.new.message, E1.new.inspect, E1.new("").inspect, e.exception.equal?(e), e.exception("new").message, e == E1.new("stored"), e == E1.new("x"), E1.exception("m").message
p E1.new(nil).message, E1.new(:sym).message, E1.new([1]).message, RuntimeError.new.message, Exception.new("x").detailed_message(highlight: false), E1.new("multi\nline").detailed_message(highlight: false)
