pr = proc { |a, b| [a, b] }
p pr.call(1), pr.(1, 2), pr[1, 2, 3], pr.yield([4, 5]), pr.call([6]), pr === 5, pr.lambda?, pr.class
la = lambda { |a, b = 2| [a, b] }
p la.call(1), la.(1, 3), la[1], la.lambda?, (la === 1)
st = ->(x) do x + 1 end
p st.(1), (st >> ->(x) { x * 10 }).(1), (st << ->(x) { x * 10 }).(1), (st >> st >> st).(0), (:upcase.to_proc >> :to_sym.to_proc).call("a")
add = ->(a, b, c) { a + b + c }
p add.curry[1][2][3], add.curry.(1, 2).(3), add.curry[1, 2, 3], proc { |a, b| [a, b] }.curry[1][2], ->(*a) { a }.curry(2)[1][2]
def take(&b) = b
b = take { |x| x }
p b.class, b.lambda?, take(&la).lambda?, take(&la).equal?(la), take.inspect
p proc(&b).equal?(b), Proc.new { |x| x }.call(3), lambda(&la).equal?(la)
p pr.dup.call(1), pr == pr.dup, pr.eql?(pr), pr.hash == pr.hash, proc { }.call, proc { |x| x }.call(nil), -> { }.call
p %w[a b].each_with_index.map(&->((x, i)) { "#{x}#{i}" }) rescue puts $!.message
p [[1, 2]].map(&->(a) { a }), ([[1, 2]].map(&->(a, b) { a + b }) rescue $!.message), [[1, 2]].each_with_object([]).map { |(a, b), acc| a + b }
p method(:puts).to_proc.lambda?, [1, 2].each_slice(2).map(&:sum), [4, 5].map(&10.method(:+))
p pr.parameters, la.parameters, st.parameters, pr.arity, pr.source_location.class
begin
  Proc.new
rescue ArgumentError => e
  puts e.message
end
begin
  lambda
rescue ArgumentError => e
  puts e.message
end
p pr.inspect.start_with?("#<Proc:0x"), la.inspect.end_with?("(lambda)>"), :sym.to_proc.inspect.include?("(&:sym)")
counter = 0
inc = -> { counter += 1 }
5.times(&inc) rescue puts "#{$!.class}: #{$!.message}"
5.times { inc.() }
p counter
def wrap = ->(x) { yield x }
p wrap { |x| x * 3 }.call(4)
h = { a: ->(x) { x }, b: proc { |x| x } }
p h[:a].(1), h[:b][2], h.transform_values { |f| f.call(9) }
