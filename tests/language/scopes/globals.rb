$a = 1
def bump = $a += 1
bump
p $a, $undefined_global
$b ||= "set"
$b << "!"
p $b
alias $c $a
$c = 10
p $a
p $stdout.class, $stderr.class, $PROGRAM_NAME.end_with?("globals.rb"), $0 == $PROGRAM_NAME, $,.inspect, $/
begin
  raise "x"
rescue
  p $!.message, $!.class
end
p $!
p global_variables.include?(:$a), defined?($a), defined?($never_set)
$stdout.puts "out"
$stdout.print "a", "b", "\n"
STDOUT.puts "const"
$stdout << "chain" << 1 << "\n"
$stdout.write("w", 1, "\n")
p ARGV
p __FILE__ == $0
p [$a, $c].map { |x| x + 1 }
begin
  $stdout = 5
rescue TypeError => e
  puts e.message
end
