def conv(&b) = b
l = ->(a, b) { [a, b] }
p conv(&l).equal?(l), conv(&l).lambda?, (conv(&l).call(1) rescue $!.message)
p [[1, 2]].each(&l) rescue p $!.message
p [[1, 2]].map { |a, b| [a, b] }, ([[1, 2]].map(&l) rescue $!.message)
pr = proc { |a, b| [a, b] }
p [[1, 2]].map(&pr), pr.call([1, 2]), pr.call(1, 2, 3), pr.call, pr.(*[4, 5])
def y2 = yield(1, 2)
def ya = yield([1, 2])
p y2(&l), (ya(&l) rescue $!.message), ya(&pr), y2(&->(*a) { a }), ya(&->(a) { a }), (y2(&->(a) { a }) rescue $!.message)
def lam_ret = [-> { return 1 }.call, 2]
def proc_ret = [proc { return 1 }.call, 2]
p lam_ret, proc_ret
def meth_lam(&b) = b.call
def t1 = (meth_lam(&-> { return :l }); :after)
def t2 = (meth_lam { return :b }; :after)
p t1, t2
p define_singleton_method(:dm1, &l), dm1(1, 2), (dm1(1) rescue $!.message)
define_singleton_method(:dm2) { |a, b = 5| [a, b] }
p dm2(1), (dm2 rescue $!.message)
p l.curry[1][2], lambda(&l).lambda?, proc(&l).lambda?, Proc.new(&l).lambda?
