p [1, 2].map { _1 * 2 }, [[1, 2]].map { _1 + _2 }, [[1, 2]].map { _1 }, [1, 2].each_with_index.map { _1 * _2 }, { a: 1 }.map { [_2, _1] }
p [1, 2].map { it + 1 }, [[1, 2]].map { it }, [3].each { p it }, [1, 2].select { it.even? }, [[1, 2]].each { p it }
p proc { _1 }.arity, proc { [_1, _2] }.arity, lambda { _1 }.arity, lambda { [_1, _2] }.arity, proc { it }.arity, lambda { it }.arity
p proc { _1 }.call([1, 2]), proc { it }.call([1, 2]), proc { [_1, _2] }.call([1, 2]), proc { [_1, _2] }.call(1)
p proc { it }.parameters, proc { _2 }.parameters, lambda { _1 }.parameters
p -> { it * 2 }.(4)
it = 5
p it, [1].map { it }
x = [1, 2].map { |y| [3].map { y + _1 } }
p x
p [[1, [2, 3]]].map { _2 }, [1, 2, 3].inject { _1 + _2 }, [2, 1].sort { _2 <=> _1 }
p -> { _1 + _2 }.(1, 2)
begin
  -> { _1 }.call
rescue ArgumentError => e
  puts e.message
end
p [1, 2].each_slice(2).map { _1.sum }, 3.times.map { it.to_s }.join
