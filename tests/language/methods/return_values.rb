def multi = return 1, [2], *[3, 4]
def hash_ret = return { a: 1 }
def nothing = nil
def from_loop = loop { return :loop }
def from_block = [1, 2].each { |x| return x }
def from_ensure(log)
  return :body
ensure
  log << :ran
end
def cond(x)
  if x then return :a else return :b end
  :never
end
def expr = (return 5 if true; 6)
def nested = [(return :inner if true)]
def in_args = p((return :args if true))
def case_ret(x) = case x when 1 then (return :one) else :other end
def implicit
  x = 5
end
def last_def
  def inner_d; end
end
def op_ret = @memo ||= :computed
def yield_ret = yield || :default
log = []
p multi, hash_ret, nothing, from_loop, from_block, from_ensure(log), log, cond(1), cond(nil), expr, nested, in_args, case_ret(1), case_ret(2), implicit, last_def, op_ret, op_ret, yield_ret { 3 }, yield_ret { }
a, *b = multi
p a, b
