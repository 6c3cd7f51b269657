# What inspect, to_s, p, puts and print give for every kind of value.
require_relative "../lib/check"

def show(label, value) = puts("#{label}: #{without_addresses(value.inspect)} #{without_addresses(value.to_s)}")

show "nil", nil
show "true", true
show "integer", -12
show "big", 2**70
show "float", 1.0
show "float small", 1e-7
show "float large", 1e16
show "float almost large", 123456789012345.0
show "float border", 9999999999999998.0
show "float 1e15", 1e15
show "float 0.0001", 0.0001
show "float 0.00001", 0.00001
show "infinity", -Float::INFINITY
show "nan", Float::NAN
show "negative zero", -0.0
p "a\"b\\c\n\t\e\0\u00e9\u{1F600}"
show "string with hashes", 'a#b #{c} #$d #@e #'
p "\x01\x7f\a\b\v\f\r"
p "\xff\xfea".b
p "a\xffb"
show "empty string", ""
show "symbol", :abc
show "symbol with spaces", :"a b"
show "symbol operators", %i[+ - * / ** % == != === =~ !~ ! ~ +@ -@ [] []= << >> <=> < <= > >= & | ^ `]
show "symbols that need quotes", [:"1a", :"a-b", :"", :"a?b", :"A=", :"é", :"foo!", :"foo?", :"foo=", :"[]?", :"&&", :"=", :"@a", :"@@a", :"$a", :"@1", :"$-w", :"$1", :"nil", :"a\nb"]
show "array", [1, "a", :b, nil, [2.5, []]]
show "empty array", []
show "hash", { a: 1, "b" => 2, 3 => [4], nil => nil, 1.5 => :x }
show "hash symbols that need quotes", { "a b": 1, "c?": 2, d!: 3, "e=": 4, :+ => 5, "1": 6, A: 7, "é": 8, nil: 9, if: 10, "@x": 11, "[]": 12, "": 13 }
show "nested hash", { a: { b: { c: [] } } }
show "empty hash", {}
show "hash with a hash key", { { a: 1 } => 2, [1] => 3 }
show "range", 1..2
show "range, excluded", 1...2
show "range, endless", (1..)
show "range, beginless", (..2)
show "range of strings", "a".."c"
show "range of floats", 1.0..2.5
show "range of nil", (nil..nil)
show "class", String
show "module", Comparable
show "singleton class", String.singleton_class
show "singleton class of an object", Object.new.singleton_class
show "anonymous class", Class.new
show "instance of anonymous", Class.new.new
show "object", Object.new
show "object with ivars", Class.new { def initialize = (@a = 1; @b = "x") }.new
show "main", self
show "struct", Struct.new(:a, :b).new(1, "x")
Point = Struct.new(:x, :y)
show "named struct", Point.new(1, nil)
show "named struct, nested", Point.new(Point.new(1, 2), [Point.new(3, 4)])
show "keyword struct", Struct.new(:a, keyword_init: true).new(a: 1)
show "exception", RuntimeError.new("msg")
show "proc", proc {}.class
show "method", 1.method(:+)
show "unbound method", Integer.instance_method(:+)
show "own method", method(:show)
show "enumerator", [1, 2].each_slice(2)
show "lazy", (1..3).lazy
show "encoding", Encoding::UTF_8
show "time zone free", Process.clock_gettime(Process::CLOCK_MONOTONIC).class
recursive = [1]
recursive << recursive
show "recursive array", recursive
loop_hash = { a: 1 }
loop_hash[:self] = loop_hash
show "recursive hash", loop_hash
deep = [{ k: nil }]
deep[0][:k] = deep
show "recursive through both", deep
cyclic = Point.new(1, nil)
cyclic.y = cyclic
show "recursive struct", cyclic
circle = Class.new { attr_accessor :me }.new
circle.me = circle
show "recursive object", circle

class Custom
  def inspect = "<custom>"
end
class CustomString
  def to_s = "as string"
end
class BadInspect
  def inspect = 5
end
class BadToS
  def to_s = :sym
end
class PartlyShown
  def initialize = (@shown = 1; @hidden = 2)
end
show "custom inspect", Custom.new
show "custom inspect inside", [Custom.new, { Custom.new => Custom.new }]
show "custom to_s", CustomString.new
show "to_s not used by inspect", [CustomString.new].size
check("bad inspect in an array") { [BadInspect.new].to_s.size > 5 }
check("bad to_s in interpolation") { "#{BadToS.new}".then { |s| without_addresses(s) } }
check("bad to_s in join") { [BadToS.new].join }
check("bad to_s in +") { "a" + BadToS.new }
puts "-- puts"
puts 1, nil, true, :sym, 1.0, [2, [nil, [3]]], "line\n", "two\nlines"
puts []
puts [[], [nil]]
puts
puts ""
puts "\n"
puts CustomString.new, [CustomString.new]
puts({ a: 1 })
puts 1..3
to_ary = Object.new
def to_ary.to_ary = ["from to_ary", 1]
puts to_ary
puts "-- print"
print 1, nil, "a", :b, [1, nil], { a: nil }, "\n"
print
print "no newline", "\n"
puts "-- p"
p
p 1
p 1, "two"
p [], {}
p(*[])
p p(5)
p p(1, 2)
p(p)
puts "-- pp"
pp({ a: 1 }, [1])
p((pp 5))
puts "-- others"
$stdout.puts "a", ["b"]
$stdout << "chained " << 1 << :x << nil << "\n"
$stdout.write("w", 1, nil, "\n")
p $stdout.write("abc"), $stdout.print("x\n"), $stdout.puts("y")
putc "z"
putc 10
putc "long"
puts
p $stdout.sync.class, $stdout.fileno, $stdout.tty?
puts [nil].to_s, nil.to_a.inspect, "%p %s" % [nil, nil]
puts "#{nil}|#{true}|#{[nil]}|#{:a}|#{1.0}|#{{ a: 1 }}"
p "a" "b" 'c'
p :a.inspect.frozen?, 1.inspect.frozen?, "x".inspect.encoding
puts "é".inspect, "é".b.inspect, "\u200b".inspect, "\u3042".inspect, "\u{10ffff}".inspect, "\u0300".inspect
