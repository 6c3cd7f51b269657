# rescue => every kind of target, splats, modifiers, order.
class Box
  attr_accessor :e
  def [](k) = @h && @h[k]
  def []=(k, v)
    (@h ||= {})[k] = v
  end
end
b = Box.new
begin; raise "1"; rescue => b.e; end
p b.e.message
begin; raise "2"; rescue => b[:k]; end
p b[:k].message
begin; raise "3"; rescue => @iv; end
p @iv.message
begin; raise "4"; rescue => $gv; end
p $gv.message
begin; raise "5"; rescue => CONST; end
p CONST.message
module Sp; end
begin; raise "6"; rescue => Sp::E; end
p Sp::E.message
class Cv
  begin; raise "7"; rescue => @@cv; end
  p @@cv.message
end
begin; raise "8"; rescue *[ArgumentError, RuntimeError] => e; end
p e.message
LIST = [TypeError, KeyError]
begin; {}.fetch(:a); rescue ArgumentError, *LIST => e; p e.class; end
begin; raise "x"; rescue *[], *[StandardError]; p :empty_splat; end
begin
  begin; raise "y"; rescue TypeError; end
rescue => e
  p e.message
end
begin
  begin; raise "z"; rescue "not a class"; end
rescue TypeError => e
  p e.message
end
begin
  begin; raise "z"; rescue *["no"]; end
rescue TypeError => e
  p e.message
end
matcher = Object.new
def matcher.===(e) = e.message == "hit"
begin
  begin; raise "hit"; rescue matcher; p :no; end
rescue TypeError => e
  p e.message
end
m = Module.new
m.define_singleton_method(:===) { |e| e.message == "hit" }
begin; raise "hit"; rescue m => e; p e.message; end
x = begin
  1
rescue
  2
else
  3
ensure
  4
end
p x
x = begin
  raise "a"
rescue
  2
else
  3
ensure
  4
end
p x
def m1
  yield
rescue ArgumentError, TypeError => e
  "arg #{e.message}"
rescue => e
  "other #{e.message}"
else
  "else"
ensure
  print "ensure "
end
p m1 { 1 }, m1 { raise "q" }, m1 { raise TypeError, "t" }
p [1].each { raise "b" rescue break :broke }
v = [1, 2].map do |n|
  raise "n" if n == 2
  n
rescue => e
  e.message
ensure
  print "e#{n} "
end
p v
l = -> do
  raise "l"
rescue
  :rescued
end
p l.call
p (raise "a" rescue "b"), $!
def n
  n = 0
  begin
    n += 1
    raise "again" if n < 3
    n
  rescue
    retry
  end
end
p n
begin
  raise "outer"
rescue
  begin
    raise "inner"
  rescue => e
    p e.message, e.cause.message, $!.message
  end
  p $!.message
end
p $!
def deep
  return 1
ensure
  puts "ens"
end
p deep
def over
  return 1
ensure
  return 2
end
p over
r = [1, 2, 3].each do |i|
  begin
    next if i == 1
    break i * 10 if i == 2
  ensure
    puts "in #{i}"
  end
end
p r
r = while true
  begin
    break 5
  ensure
    puts "while"
  end
end
p r
begin
  Integer("x")
rescue ArgumentError, TypeError
  p $!.message
end
begin
  raise Class.new(StandardError), "anon"
rescue StandardError => err
  p err.message
end
p err.message
def rr = raise("in endless") rescue "endless rescued"
p rr
