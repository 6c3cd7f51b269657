def a = raise("deep")
def b = a
begin
  b
rescue => e
  p e.backtrace.size, e.backtrace.first, e.backtrace[1], e.backtrace.last, e.backtrace_locations&.first&.lineno
end
class K
  def m = yield
  def self.s = new.m { raise "in block" }
end
begin
  K.s
rescue => e
  puts e.backtrace
end
begin
  [1].each { |x| [2].map { raise "nested" } }
rescue => e
  puts e.backtrace
end
module Mo
  def self.go = raise("module")
  class << self
    def other = go
  end
end
begin
  Mo.other
rescue => e
  puts e.backtrace
end
l = -> { raise "lam" }
begin
  l.call
rescue => e
  puts e.backtrace
end
o = Object.new
def o.sing = raise("s")
begin
  o.sing
rescue => e
  puts e.backtrace
end
class K
  define_method(:dm) { raise "dm" }
  def initialize(x = nil) = x && raise("init")
  def method_missing(n, *) = raise("mm")
end
[-> { K.new.dm }, -> { K.new(1) }, -> { K.new.zork }].each do |f|
  f.call
rescue => e
  puts e.backtrace
  puts "-"
end
e = RuntimeError.new("x")
p e.backtrace
e.set_backtrace(["x:1"])
p e.backtrace
puts caller.inspect
def c1 = caller(0).first
p c1, __LINE__
