def a
  raise "x"
rescue
  return :rescued
else
  return :else
ensure
  @a = :ensured
end
p a, @a
def c
  yield
rescue ArgumentError
  :arg
else
  :else_value
ensure
  :ignored
end
p c { }, c { raise ArgumentError }, (c { raise "other" } rescue :propagated)
def d
  begin
    return 1
  ensure
    begin
      raise "inner"
    rescue
      @d = :inner_rescued
    end
  end
end
p d, @d
def e
  [1, 2, 3].each do |x|
    begin
      next if x == 1
      return x
    rescue
      :no
    ensure
      (@e ||= []) << x
    end
  end
end
p e, @e
def f
  begin
    raise "a"
  rescue => x
    begin
      raise "b"
    rescue => y
      return [x.message, y.message, y.cause.message]
    end
  end
end
p f
def g = (begin; raise "q"; rescue; break_value = 5; end) + 1
p g
def h
  1.times { begin; return :from_block; ensure; @h = :h; end }
  :no
end
p h, @h
def i
  raise "one"
ensure
  return :swallowed if true
end
p i, $!
def j(n)
  raise "deep" if n == 0
  j(n - 1)
rescue => e
  n == 3 ? (return "at #{n}: #{e.message}") : raise
end
p j(5)
def k = yield
def l
  k { return :l1 }
ensure
  k { @l = :l2 }
end
p l, @l
