# trace_var and untrace_var; which globals there are, and what they accept.
require_relative "../lib/check"

check("a block") { trace_var(:$new) { |x| p [:t, x] } }
$new = 6
check("and a proc, newest first") { trace_var(:$new, proc { |x| p [:u, x] }) }
$new = 7
check("untraced") { untrace_var(:$new).size }
$new = 8
check("a text") { trace_var :$new, "p [:text, $new]" }
$new = 9
check("gives the commands") { untrace_var(:$new) }
check("nil untraces") { trace_var(:$new, nil) }
check("unknown") { untrace_var(:$nope) }
check("no block") { trace_var(:$new) }
command = proc { p :command }
trace_var(:$new, command)
trace_var(:$new) { |value| $new = 5 if value != 5; p [:in, value] }
$new = 3
check("no recursion") { $new }
check("one of them") { untrace_var(:$new, command) == [command] }
check("no more") { untrace_var(:$new, command) }
untrace_var(:$new)
trace_var(:$new) { raise "stop" }
check("it raises") { $new = 1 }
check("but is set") { $new }
check("a string") { trace_var("$named") { |value| p value } }
$named = 3
check("no name") { trace_var(3) { } }
alias $other $named
$other = 4
trace_var(:$;) { |value| p [:separator, value] }
$; = nil
untrace_var(:$;)
trace_var(:$_) { |value| p [:line, value] }
$_ = "x"
check("not when refused") { trace_var(:$stdout) { p :never }; $stdout = 3 }

NAMES = %w[$stdin $stdout $> $< $FILENAME $* $-p $-l $-a $! $@ $~ $_ $$ $? $. $0 $: $" $-I $LOAD_PATH $LOADED_FEATURES
  $-d $DEBUG $-i $PROGRAM_NAME $, $; $/ $\\ $-0 $-F $-v $-w $-W $VERBOSE $=]
NAMES.each do |name|
  [1, nil, "x"].each do |value|
    check("#{name} = #{value.inspect}") do
      eval("old = #{name}; #{name} = value; new = #{name}; #{name} = old; new") && :ok
    ensure
      $VERBOSE = false
    end
  end
end
check("all") { global_variables.grep_v(/\A\$(new|named|other|_*guards|stderr)/).sort }
check("groups") { "abc" =~ /(b)(c)/; global_variables.grep(/\$\d/).sort }
check("mentioned only") { global_variables.include?(:$nobody_sets) }
check("defined?") { [defined?($<), defined?($-W), defined?($FILENAME), defined?($,), defined?($.), defined?($?), defined?($nobody_sets)].map(&:inspect) }
check("levels") { [nil, false, true].map { |level| $VERBOSE = level; $-W } }
$VERBOSE = false
check("$-v and $-w") { $-w = 3; [$-v, $-w, $VERBOSE] }
