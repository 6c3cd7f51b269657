# What `return` in blocks and evaluated texts may end.
def m = yield
def try
  yield
  p :not_reached
rescue LocalJumpError => e
  p [e.message, e.reason]
end
def ended = eval("[1].each { return 5 }")
p ended
def ended_from_block = [1].each { eval("return 6") }
p ended_from_block
try { eval("return") }
try { m { eval("[1].each { return }") } }
for x in [1]
  begin
    eval("return")
  rescue LocalJumpError => e
    p e.message
  end
end
class A
  def self.m = yield
  begin
    m { return }
  rescue LocalJumpError => e
    p e.message
  end
  begin
    eval("return")
  rescue LocalJumpError => e
    p e.message
  end
end
module M
  begin
    [1].each { [2].each { return } }
  rescue LocalJumpError => e
    p e.message
  end
end
p lambda { eval("return 7") }.call
m { [1].each { eval("1"); return } }
p :not_reached
