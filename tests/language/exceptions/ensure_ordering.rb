$log = []
def l(x) = ($log << x; x)
def outer
  l :o1
  inner { yield }
  l :o2
ensure
  l :oe
end
def inner
  l :i1
  yield
  l :i2
ensure
  l :ie
end
outer { l :b }
p $log
$log.clear
outer { raise "x" } rescue l $!.message
p $log
$log.clear
def ret = outer { return :r }
l ret
p $log
$log.clear
[1].each { outer { break } }
l :after
p $log
$log.clear
catch(:t) { outer { throw :t } }
p $log
$log.clear
outer { next }
p $log
$log.clear
begin
  begin
    l 1
    raise "a"
  rescue => e
    l e.message
    raise "b"
  else
    l :else
  ensure
    l :e1
  end
rescue => e
  l e.message
ensure
  l :e2
end
p $log
$log.clear
f = Fiber.new { begin; Fiber.yield; l :resumed; ensure; l :fe; end }
f.resume
f.resume
p $log
$log.clear
at = proc { begin; l :p; ensure; l :pe; end }
at.call
loop { begin; break; ensure; l :le; end }
1.upto(2) { |i| begin; next; ensure; l i; end }
p $log
