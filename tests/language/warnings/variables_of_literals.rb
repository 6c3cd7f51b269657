# Setting an instance variable of a string literal changes it.
Warning[:deprecated] = true
module Warning
  def self.warn(message, category: nil) = puts("told #{category}: #{message[/literal.*future/]}")
end
class String
  def mark = @mark = 42
end
def mark(text) = text.mark
3.times { mark("made".dup) }
p mark("kept")
p mark("other")
begin
  mark("frozen".freeze)
rescue FrozenError => error
  p error.message
end
"direct".instance_variable_set(:@a, 1)
