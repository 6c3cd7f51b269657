begin
  begin
    begin
      raise "a"
    rescue => e
      raise ArgumentError, "b"
    end
  rescue => e
    raise TypeError, "c"
  end
rescue => e
  c = e
  while c
    puts "#{c.class}: #{c.message}"
    c = c.cause
  end
end
begin
  raise "x", cause: RuntimeError.new("explicit")
rescue => e
  p e.cause.message
end
begin
  begin
    raise "inner"
  rescue
    raise "outer", cause: nil
  end
rescue => e
  p e.cause
end
begin
  raise "fresh"
rescue => e
  p e.cause, $!.equal?(e)
end
p $!
def nested
  raise "one"
rescue
  begin
    raise "two"
  rescue
    p $!.message, $!.cause.message
  end
  p $!.message
end
nested
p $!
begin
  begin
    Integer("zz")
  rescue ArgumentError
    {}.fetch(:k)
  end
rescue KeyError => e
  p e.message, e.cause.message, e.cause.class
end
e1 = RuntimeError.new("self")
begin
  begin
    raise e1
  rescue
    raise e1
  end
rescue => x
  p x.cause
end
begin
  raise "x", cause: 5
rescue TypeError => e
  p e.message
end
begin
  raise cause: RuntimeError.new("c")
rescue ArgumentError => e
  p e.message
end
def handler
  yield
rescue => e
  p [:h, e.message, $!.message]
end
begin
  raise "out"
rescue
  handler { raise "in" }
  p $!.message
end
[1].each do
  raise "blk"
rescue => e
  p e.message
  p $!.message
end
p $!
begin
  begin
    raise "lost"
  ensure
    p $!.message
  end
rescue
end
p $!
r = begin
  raise "a"
rescue
  $!.message
end
p r, $!
