puts "output before the failure"
def open_it = raise(IOError, "disk on fire")
def load_it
  open_it
rescue IOError
  raise ArgumentError, "cannot load"
end
begin
  load_it
rescue ArgumentError
  raise "startup failed"
end
