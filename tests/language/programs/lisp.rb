def tokenize(s) = s.split("(").join(" ( ").split(")").join(" ) ").then { |t| s.end_with?(")") ? t + " )" : t }.split
def read(t)
  x = t.shift
  case x
  when "("
    l = []
    l << read(t) until t.first == ")" || t.empty?
    t.shift
    l
  else Integer(x, exception: false) || x.to_sym
  end
end
GLOBAL = { :+ => ->(*a) { a.sum }, :- => ->(a, b) { a - b }, :* => ->(*a) { a.inject(1, :*) }, :< => ->(a, b) { a < b }, :"=" => ->(a, b) { a == b }, list: ->(*a) { a }, car: ->(l) { l[0] }, cdr: ->(l) { l[1..] } }
def ev(x, env = GLOBAL)
  return env.fetch(x) { raise NameError, "no #{x}" } if x.is_a?(Symbol)
  return x unless x.is_a?(Array)
  case x.first
  when :if then ev(ev(x[1], env) ? x[2] : x[3], env)
  when :define then env[x[1]] = ev(x[2], env)
  when :lambda then ->(*a) { ev(x[2], env.merge(x[1].zip(a).to_h) { |_, _, n| n }.tap { |e| e.default_proc = proc { |_, k| env[k] } }) }
  when :quote then x[1]
  else
    f, *args = x.map { |y| ev(y, env) }
    f.call(*args)
  end
end
p read(tokenize("(+ 1 (* 2 3))"))
p ev(read(tokenize("(+ 1 (* 2 3))"))), ev(read(tokenize("(if (< 1 2) 10 20)")))
ev(read(tokenize("(define sq (lambda (x) (* x x)))")))
p ev(read(tokenize("(sq 12)"))), ev(read(tokenize("(car (cdr (list 1 2 3)))"))), ev(read(tokenize("((lambda (a b) (- a b)) 9 4)")))
begin
  ev(read(tokenize("(nope 1)")))
rescue NameError => e
  puts e.message
end
