n = 0
log = []
while n < 4
  n += 1
  begin
    raise "odd #{n}" if n.odd?
    log << n
  rescue => e
    log << e.message
    next if n == 1
    log << :after
  ensure
    log << :e
  end
end
p log
i = 0
r = begin
  i += 1
  raise "again" if i < 3
  i
rescue
  retry
end
p r
vals = [1, 0, "x", nil, 4].map do |v|
  10 / v
rescue ZeroDivisionError then :zero
rescue TypeError, NoMethodError => e then e.class
end
p vals
x = loop do
  begin
    break :from_begin
  ensure
    log.clear
  end
end
p x, log
def early(a)
  a.each do |v|
    begin
      return v if v > 1
    ensure
      @ens = (@ens || 0) + 1
    end
  end
  nil
end
p early([1, 2, 3]), @ens
c = 0
until c == 3
  c += 1
  begin; raise "q"; rescue; redo_never = true; end
end
p c, redo_never
