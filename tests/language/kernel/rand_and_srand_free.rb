x = Random.new(42)
y = Random.new(42)
p x.rand(100) == y.rand(100), (0...100).cover?(x.rand(100)), x.rand.between?(0, 1), (5..7).include?(rand(5..7)), rand(1), [1, 2, 3].include?([1, 2, 3].sample), [1, 2, 3].shuffle.sort, rand.class, rand(10).class, Random.rand(1), [5].sample, [].sample, [1, 2].shuffle.size, [1, 2, 3].sample(2).size, [1, 2, 3].sample(9).sort
srand(5)
a = [rand(1000), rand(1000)]
srand(5)
p a == [rand(1000), rand(1000)]
