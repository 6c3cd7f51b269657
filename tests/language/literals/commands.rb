# Commands in backticks, %x and system.
p `echo one`
p %x(echo two three)
word = "four"
p `echo #{word} #{1 + 1}`
p `printf 'no newline'`
p `echo out; exit 3`
p $?.exitstatus, $?.success?, $?.exited?, $?.signaled?, $?.class
p `true`, $?.success?, $? == 0, $?.to_i
p system("exit 2"), $?.exitstatus, system("true"), system("false")
p system("test", "a", "=", "a"), system("test", "a", "=", "b")
begin
  `svm_no_such_command`
rescue Errno::ENOENT => e
  p e.class, e.message
end
p $?.exitstatus
p system("svm_no_such_command"), $?.exitstatus
begin
  system("svm_no_such_command", exception: true)
rescue Errno::ENOENT => e
  p e.message
end
begin
  system("exit 4", exception: true)
rescue RuntimeError => e
  p e.message
end
p `kill -9 $$`, $?.signaled?, $?.termsig, $?.exitstatus, $?.success?
$stdout.flush
p `cat <<A
here
A
`
def `(text) = "my #{text}"
p `own`, %x(also #{word})
class Other
  def `(text) = text.upcase
  def run = `shout`
end
p Other.new.run
begin
  $? = 1
rescue NameError => e
  p e.message
end
