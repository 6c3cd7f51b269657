p (1..Float::INFINITY).lazy.map { |x| x * 2 }.select { |x| x % 3 == 0 }.reject(&:odd?).first(3), (1..20).lazy.select(&:even?).map { |x| x + 1 }.take(3).to_a, (1..3).lazy.to_a, (1..4).lazy.take_while { |x| x < 3 }.to_a
seen = []
r = (1..10).lazy.map { |x| seen << x; x * 2 }.select { |x| x % 4 == 0 }.first(2)
p r, seen
p (1..Float::INFINITY).lazy.flat_map { |x| [x, x] }.first(4), (1..5).lazy.with_index.map { |x, i| x * i }.to_a, (1..9).lazy.drop(7).to_a, (1..9).lazy.drop_while { |x| x < 8 }.force
p (1..3).lazy.zip(4..6).to_a, (1..3).lazy.filter_map { |x| x * 2 if x.odd? }.to_a, (1..6).lazy.uniq { |x| x % 3 }.to_a, (1..3).lazy.eager.class, (1..4).lazy.include?(3)
