# Special global variables.
def try
  yield
rescue StandardError => e
  p [e.class, e.message]
end
p $;, $,, $/, $\, $., $*, $?, $!, $@, $-w, $-v, $VERBOSE, $DEBUG, $-d, $-p, $-l, $-a, $-i, $-F, $-0, $FILENAME, $_
p $stdin.class, $stdout.class, $stderr.class, $>.equal?($stdout), $:.class, $".class, $-I.equal?($:), $LOAD_PATH.equal?($:), $LOADED_FEATURES.equal?($")
p $0 == __FILE__, $PROGRAM_NAME == $0, $$ == Process.pid, $$.class
try { $, = 1 }
try { $; = 1 }
try { $/ = 1 }
try { $\ = 1 }
try { $0 = 1 }
try { $. = "a" }
try { $stdout = 1 }
try { $> = 1 }
try { $stderr = nil }
try { eval("$! = 1") }
try { eval("$? = 1") }
try { eval("$$ = 1") }
try { eval("$* = 1") }
try { $FILENAME = 1 }
try { $-p = 1 }
try { $LOAD_PATH = 1 }
try { $LOADED_FEATURES = 1 }
try { $@ = [] }
$VERBOSE = 1
p $VERBOSE, $-v, $-w
$-w = nil
p $VERBOSE
$VERBOSE = false
$0 = "renamed"
p $0, $PROGRAM_NAME
$PROGRAM_NAME = "again"
p $0
$. = 7
p $.
begin
  raise "x"
rescue
  p $!.message, $@.class, $@ == $!.backtrace
  begin
    raise "y"
  rescue
    p $!.message
  end
  p $!.message
  $@ = ["a:1"]
  p $!.backtrace
end
p $!, $@
alias $my_out $stdout
p $my_out.equal?($stdout)
$plain = 1
alias $other $plain
$other += 1
p $plain, $other
$plain = 5
p $other
alias $third $other
$third = 6
p $plain
p $never_set, defined?($never_set), $never_set.nil?
p global_variables.include?(:$plain), global_variables.include?(:$other), global_variables.include?(:$nope_never), global_variables.include?(:$stdout)
class Out
  def initialize = @t = +""
  def write(*a) = (@t << a.join; a.join.size)
  attr_reader :t
end
o = Out.new
old = $stdout
$stdout = o
puts "captured", 1
print "x"
p :y
$stdout = old
p o.t
$stderr = o
warn "to stderr object"
$stderr = STDERR
p o.t
$, = nil
$; = nil
$\ = "!\n"
print "a", "b"
$\ = nil
print "c\n"
p [1, 2].join
def set_global = $from_method = 3
set_global
p $from_method
$a, $b = 1, 2
p $a, $b
$h ||= {}
$h[:k] = 1
p $h
p "#$plain #{$plain}"
