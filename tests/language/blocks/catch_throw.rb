p catch(:a) { throw :a, 1; 2 }, catch(:a) { 3 }, catch(:a) { throw :a }, catch { |tag| throw tag, :anon }
r = catch(:outer) do
  catch(:inner) { throw :outer, :from_inner }
  :not_reached
end
p r
def deep(n) = n == 0 ? throw(:found, n) : deep(n - 1)
p catch(:found) { deep(50); :no }
begin
  throw :nope
rescue UncaughtThrowError => e
  puts e.message, e.tag.inspect, e.value.inspect, e.class.superclass
end
begin
  throw :nope, 5
rescue ArgumentError => e
  puts e.message
end
catch(:x) do
  begin
    throw :x
  ensure
    puts "ensure"
  end
end
catch(:y) do
  begin
    throw :y
  rescue Exception
    puts "never"
  end
end
o = Object.new
p catch(o) { throw o, :obj }
p catch("s") { catch(:t) { throw :t, 1 }; 2 }
begin
  catch("str") { throw "str".dup, 1 }
rescue UncaughtThrowError => e
  puts e.message
end
p catch(:l) { [1, 2, 3].each { |x| throw :l, x if x == 2 }; :none }
p catch(:l) { loop { loop { throw :l, :loops } } }
n = catch(:sum) do |t|
  s = 0
  (1..).each { |i| s += i; throw t, s if s > 20 }
end
p n
p catch(:a) { catch(:a) { throw :a, 1 }; 2 }
def m = yield
p catch(:b) { m { m { throw :b, :through } } }
x = catch(:k) { begin; throw :k, 1; ensure; throw :k, 2; end }
p x
