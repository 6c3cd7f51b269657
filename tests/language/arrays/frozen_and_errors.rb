f = [1, 2].freeze
[-> { f << 3 }, -> { f.push(1) }, -> { f[0] = 1 }, -> { f.pop }, -> { f.map! { } }, -> { f.clear }, -> { f.sort! }, -> { f.concat([1]) }, -> { f.delete(1) }, -> { f.unshift(1) }, -> { f.insert(0, 1) }].each do |l|
  l.call
rescue FrozenError => e
  puts e.message
end
p f, f.frozen?, f.dup.frozen?, f.clone.frozen?, f.map { |x| x }.frozen?
[-> { [].nope }, -> { [1].first(1, 2) }, -> { [1].push.nope }, -> { [1, 2].combination }, -> { [1].zip(1) }, -> { [1].fetch }].each do |l|
  l.call
rescue NoMethodError, ArgumentError, TypeError => e
  puts "#{e.class}: #{e.message}"
end
