def fetch(log)
  attempts = 0
  begin
    attempts += 1
    log << "try #{attempts}"
    raise IOError, "flaky" if attempts < 3
    "got it after #{attempts}"
  rescue IOError => e
    log << e.message
    retry if attempts < 5
    "never"
  end
end
log = []
p fetch(log), log
def method_retry(n = 0)
  n += 1
  raise "again" if n < 4
  n
rescue
  retry
end
begin
  p method_retry(3)
end
def loop_with_rescue
  out = []
  [1, 0, 2, nil, "a"].each do |x|
    out << 10 / x
  rescue ZeroDivisionError
    out << :zero
    next
  rescue TypeError, NoMethodError => e
    out << e.class
  else
    out << :fine
  ensure
    out << :done
  end
  out
end
p loop_with_rescue
r = [3, 2, 1].map do |x|
  Integer("1" * x + (x == 2 ? "z" : ""))
rescue ArgumentError
  -1
end
p r
def m_ensure_value = (begin; 1; ensure; 2; end)
p m_ensure_value
x = begin
  Integer("5")
rescue
  0
else
  99
ensure
  1000
end
p x
l = lambda do |v|
  raise v if v.is_a?(String)
  v
rescue => e
  "l:#{e.message}"
ensure
  print "le "
end
p l.(1), l.("x")
class Res
  def self.open(log)
    res = new
    log << :open
    yield res
  ensure
    log << :close
  end
end
lg = []
Res.open(lg) { lg << :use }
(Res.open(lg) { raise "boom" }) rescue lg << $!.message
p lg
def deep_rescue(n)
  if n.zero?
    raise ArgumentError, "bottom"
  else
    deep_rescue(n - 1)
  end
rescue TypeError
  :wrong
end
begin
  deep_rescue(100)
rescue ArgumentError => e
  p e.message
end
def rescue_in_block_of_rescue
  yield
rescue => e
  begin
    raise "second"
  rescue => f
    [e.message, f.message, f.cause.equal?(e)]
  end
end
p rescue_in_block_of_rescue { raise "first" }
count = 0
1000.times { begin; raise "x"; rescue; count += 1; end }
p count
p (begin; raise "v"; rescue => e; e; end).message, e.message
def throw_vs_rescue = catch(:t) { begin; throw :t, 1; rescue Exception; 2; ensure; print "te "; end }
p throw_vs_rescue
z = [1, 2].each { |q| begin; raise "q"; rescue; break q * 100; end }
p z
while true
  begin
    raise "in while"
  rescue
    break
  end
end
p :end
