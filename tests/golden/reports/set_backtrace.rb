# A backtrace of the program's own has no picture.
error = RuntimeError.new("moved")
error.set_backtrace(["elsewhere.rb:7:in 'far'"])
raise error
