def each3
  yield 1
  yield 2
  yield 3
  :finished
ensure
  print "ens "
end
p each3 { |x| break x * 10 if x == 2 }
p each3 { |x| next }
def outer
  r = each3 { |x| return [:from_outer, x] if x == 2 }
  [:no, r]
end
p outer
def pr = proc { break 1 }
begin
  pr.call
rescue LocalJumpError => e
  puts e.message, e.reason.inspect
end
def pret = proc { return 1 }
begin
  pret.call
rescue LocalJumpError => e
  puts e.message, e.reason.inspect, e.exit_value
end
l = lambda { break 5 }
p l.call
l2 = lambda { return 6 }
p l2.call
l3 = lambda { next 7 }
p l3.call
p proc { next 8 }.call
def lam_in_meth
  l = -> { return :inner }
  v = l.call
  [:after, v]
end
p lam_in_meth
def proc_in_meth
  pr = proc { return :from_proc }
  pr.call
  :after
end
p proc_in_meth
def call_it(pr) = (pr.call; :not_here)
def passes = (call_it(proc { return :through }); :nor_here)
p passes
def nested_blocks
  [1, 2].each { |x| [3, 4].each { |y| return [x, y] if y == 4 } }
end
p nested_blocks
r = [1, 2].each { |x| [3, 4].each { |y| break } ; break x }
p r
def blk_break_value = [yield, :x]
p blk_break_value { break }, blk_break_value { break 1, 2 }, blk_break_value { next 1, 2 }
p [3, 4].each_with_index { |x, i| break [x, i] if i == 1 }, { a: 1 }.each { |k, v| break v }, (1..9).each_slice(2) { |s| break s }, 3.times { |i| break i if i > 0 }
p [1, 2, 3].inject { |a, b| break a }, [1].map { break :m }, loop { break :l }, 1.upto(5) { |i| break i if i == 3 }, [2, 1].sort { break :s }, [1].sort_by { break :sb }
def lam_yield(&b) = [1, 2].each(&b)
p lam_yield { |x| break x }
def thrower(l) = [l.call, :after]
p thrower(-> { return 9 })
def dbl
  yield
  yield
end
n = 0
dbl { n += 1; next; n += 100 }
p n
m = define_singleton_method(:dmr) { |x| return x * 2; 0 }
p m, dmr(4)
begin
  begin
    [1].each { break }
    print "after break "
  ensure
    puts "ensure"
  end
end
def yielding_lambda = yield
p yielding_lambda(&-> { return 3 })
