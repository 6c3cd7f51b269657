# Text, file and line of what is evaluated, given by conversion; negative lines.

def refused
  p yield
rescue TypeError => error
  puts error.message
end

class Given
  def initialize(text, line) = (@text, @line = text, line)
  def to_str = @text
  def to_int = @line
end

text = Given.new("[__FILE__, __LINE__]", 7)
p eval(text, nil, Given.new("file", 0), text)
p instance_eval(text, "other", 3.9)
p Object.class_eval("__LINE__", "f", text)

wrong = Given.new(1, "a")
refused { eval(wrong) }
refused { instance_eval("1", wrong) }
refused { instance_eval("1", "f", wrong) }
refused { eval("1", nil, "f", nil) }
refused { eval("1", nil, "f", "5") }
refused { instance_eval(Object.new) }
refused { eval("1", nil, Object.new) }

p eval("__LINE__", nil, "f", -5)
begin
  eval("\n\nraise 'below'", nil, "early", -98)
rescue => error
  puts error.backtrace[0][/\A[^']*/], error.backtrace_locations[0].lineno
end
