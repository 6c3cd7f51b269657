# redo, retry, BEGIN, END, loops with values.
END { puts "end 1" }
END { puts "end 2" }
BEGIN { puts "begin block" }
n = 0
[1, 2].each do |i|
  n += 1
  redo if n == 1
  p [i, n]
end
n = 0
i = 0
while i < 2
  i += 1
  n += 1
  redo if n == 2
  p [i, n]
end
n = 0
until i == 0
  i -= 1
  n += 1
  redo if n == 1
  p [:until, i, n]
end
n = 0
for x in [1, 2]
  n += 1
  redo if n == 2
  p [x, n]
end
n = 0
l = -> { n += 1; redo if n < 3; n }
p l.call
n = 0
pr = proc { |a| n += 1; redo if n < 3; a }
p pr.call(7), n
n = 0
[1].each { begin; n += 1; redo if n < 2; ensure; print "ens " ; end }
puts n
define = Class.new { define_method(:m) { |a = []| a << 1; redo if a.size < 3; a } }
p define.new.m
tries = 0
begin
  tries += 1
  raise "no" if tries < 3
  p tries
rescue
  retry
end
p (while false; end), (while true; break; end), (while true; break 1, 2; end), (until true; end)
p (while true; break *[1, 2]; end), (while true; break *[]; end), (while true; break [3]; end)
i = 0
begin
  i -= 1
end while i > 0
p i
begin
  i += 1
end until i >= 0
p i
begin i += 10 end until true
p i
p [1, 2, 3].each { |q| break q * 2 if q == 2 }
p [1, 2, 3].map { |q| next if q == 2; next q, q if q == 3; q }
p loop { break 1, *[2, 3] }
for a, b in { k: 1, l: 2 }
  p [a, b]
end
for *a, b in [[1, 2, 3]]
  p a, b
end
for @iv in [1]; end
for $gv in [2]; end
class Tgt
  attr_accessor :at
  def [](k) = @k
  def []=(k, v)
    @k = [k, v]
  end
end
t = Tgt.new
for t.at in [3]; end
for t[:x] in [4]; end
p @iv, $gv, t.at, t[:x]
p((for z in [6] do z end), z)
for q in 1..3 do next if q == 2; p q end
p((for q in [1, 2] do break q end))
def in_for
  for q in [1, 2, 3]
    return q if q == 2
  end
end
p in_for
r = [1, 2, 3].each_with_index.map { |v, k| next 0 if k == 1; v }
p r
i = 0
i += 1 until i == 3
p i
while (line = [1, 2, nil].shift) && i < 4
  i += 1
end
p i
3.times do |k|
  next unless k.odd?
  p k
end
while true do break end
p((begin; 1; end while false))
2.times { END { puts "once" } }
at_exit { puts "at_exit" }
loop do
  raise StopIteration
end
p :after
