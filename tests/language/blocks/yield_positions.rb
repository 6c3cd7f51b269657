def a = [yield, yield]
def b = yield + yield * 2
def c = yield ? :t : :f
def d = { k: yield }
def e = "#{yield}!"
def f = (x = yield; x)
def g = yield.upcase
def h = [*yield, 9]
def i = yield(yield(1))
def j = puts(yield)
def k = !yield
def l = yield && yield
def m = yield || :d
def n(x = yield) = x
def o = while (v = yield) do return v end
def q
  yield
ensure
  print "e "
end
def r = (return yield)
def s = [1, 2].map { |x| yield x }
def t = ->(x) { yield x }
def u = case yield when 1 then :one else :other end
def w = begin; yield; rescue => ex; ex.message; end
cnt = 0
p a { cnt += 1 }, b { 2 }, c { nil }, d { 1 }, e { :x }, f { 5 }, g { "up" }, h { [1, 2] }, i { |x| x + 1 }, j { "put" }, k { false }, l { 3 }, m { }, n { 7 }, n(8), o { :w }, q { :q }, r { :r }, s { |x| x * 5 }, t { |x| x - 1 }.(3), u { 1 }, w { raise "w" }
def each_twice
  yield :a, 1
  yield :b, 2
  self
end
each_twice { |n, v| print n, v }
puts
p (a rescue $!.class)
