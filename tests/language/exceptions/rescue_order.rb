def t(e)
  yield e
rescue ZeroDivisionError, TypeError => x
  "zero or type: #{x.class}"
rescue ArgumentError
  "argument: #{$!.message}"
rescue StandardError => x
  "standard: #{x.message}"
rescue Exception => x
  "exception: #{x.class}"
else
  "none"
ensure
  print "ensure "
end
p t(0) { |z| 1 / z }, t(0) { 1 + nil }, t(0) { raise ArgumentError }, t(0) { raise ArgumentError, "msg" }, t(0) { raise "plain" }, t(0) { raise Exception, "ex" }, t(0) { 5 }, t(0) { raise IOError }, t(0) { nil.x }
def multi
  yield
rescue *[KeyError, IndexError] => e
  "splat #{e.class}"
rescue Class.new(StandardError), NameError => e
  "dyn #{e.class}"
end
p multi { {}.fetch(1) }, multi { [].fetch(1) }, multi { foo_undefined }, (multi { raise "x" } rescue "outer #{$!.message}")
class Matcher
  def self.===(e) = e.message.start_with?("match")
end
def m
  yield
rescue Matcher => e
  "matched"
rescue => e
  "other"
end
p m { raise "match me" }, m { raise "no" }
begin
  begin
    raise "x"
  rescue "not a class"
  end
rescue TypeError => e
  puts e.message
end
p (raise "a" rescue "modifier"), (Integer("z") rescue 0), [1, (raise "q" rescue 2)]
x = raise("v") rescue "assigned"
p x
begin
  raise "one"
rescue => @iv
end
p @iv.message
h = {}
begin
  raise "two"
rescue => h[:err]
end
p h[:err].message
begin
  raise SyntaxError, "se"
rescue StandardError
  p :no
rescue ScriptError => e
  p e.message
end
begin
  begin
    raise NotImplementedError
  rescue => e
    p :std
  end
rescue NotImplementedError => e
  p e.message, e.class.superclass
end
def order
  print "body "
  yield
  print "end "
rescue => e
  print "rescue "
else
  print "else "
ensure
  puts "ensure"
end
order { }
order { raise "x" }
p ZeroDivisionError.ancestors.take(4), KeyError.superclass, StopIteration.superclass, FrozenError.superclass, NoMethodError.superclass, FloatDomainError.superclass, StandardError.superclass, Interrupt.superclass, SystemExit.superclass, FiberError.superclass, LocalJumpError.superclass, SystemStackError.superclass, NoMemoryError.superclass, UncaughtThrowError.superclass, EncodingError.superclass, RangeError.superclass, IndexError.superclass
