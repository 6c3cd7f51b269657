def log(x) = print(x, " ")
def normal
  log 1
  :v
ensure
  log 2
end
def by_return
  return :r
ensure
  log 3
end
def by_raise
  raise "x"
ensure
  log 4
end
def override
  return 1
ensure
  return 2
end
def swallow
  raise "gone"
ensure
  return :swallowed
end
p normal, by_return, (by_raise rescue "rescued"), override, swallow
def by_break
  [1, 2].each do |x|
    begin
      break x
    ensure
      log 5
    end
  end
end
def by_next = [1, 2].map { |x| begin; next x * 2; ensure; log 6; end }
def by_throw = catch(:t) { begin; throw :t, :thrown; ensure; log 7; end }
def nested
  begin
    begin
      return :n
    ensure
      log 8
    end
  ensure
    log 9
  end
end
p by_break, by_next, by_throw, nested
def block_return
  [1].each { begin; return :br; ensure; log 10; end }
  :no
end
def loop_ensure
  i = 0
  while true
    i += 1
    begin
      next if i == 1
      break if i == 3
      log i
    ensure
      log "e#{i}"
    end
  end
  i
end
p block_return, loop_ensure
def raise_in_ensure
  begin
    raise "first"
  ensure
    raise "second"
  end
rescue => e
  [e.message, e.cause&.message]
end
p raise_in_ensure
def rescue_raise
  raise "a"
rescue => e
  raise "b"
else
  log "else"
ensure
  log "ens"
end
p (rescue_raise rescue [$!.message, $!.cause.message])
def else_raise
  log "body"
rescue
  log "never"
else
  raise "from else"
ensure
  log "ens"
end
p (else_raise rescue $!.message)
def value_kept
  x = 1
  x
ensure
  x = 99
end
p value_kept
def ensure_locals
  a = []
  begin
    a << 1
    raise "x"
  rescue
    a << 2
  else
    a << 3
  ensure
    a << 4
  end
  a
end
p ensure_locals
def yield_ens
  yield
ensure
  log "ye"
end
p [1, 2].each { |x| yield_ens { break x } }
def ret_thru = yield_ens { return :thru }
p ret_thru
pr = proc { begin; next :nx; ensure; log "pe"; end }
p pr.call
l = -> { begin; return :lr; ensure; log "le"; end }
p l.call
def retry_ens
  n = 0
  begin
    n += 1
    raise "r" if n < 3
    n
  rescue
    retry
  ensure
    log "re#{n}"
  end
end
p retry_ens
def deep_ensure(n)
  return raise("bottom") if n == 0
  begin
    deep_ensure(n - 1)
  ensure
    log n
  end
end
p (deep_ensure(3) rescue $!.message)
begin
  log "b"
ensure
  log "c"
end
puts
def e_ret_in_loop
  3.times { |i| begin; return i if i == 1; ensure; log "x#{i}"; end }
end
p e_ret_in_loop, $!
