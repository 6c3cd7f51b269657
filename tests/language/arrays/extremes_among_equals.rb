a = [[3,:a],[1,:b],[3,:c],[2,:d],[1,:e],[2,:f],[3,:g],[1,:h],[2,:i]]
p a.min_by(4) { |x| x[0] }, a.max_by(4) { |x| x[0] }, a.min(4) { |x,y| x[0] <=> y[0] }, a.max(4) { |x,y| x[0] <=> y[0] }
p a.min_by(2) { |x| x[0] }, a.max_by(1) { |x| x[0] }, a.min_by(20) { |x| x[0] }, a.max_by(20) { |x| x[0] }
b = (0..60).map { |i| [i * 37 % 7, i] }
p b.min_by(5) { |x| x[0] }, b.max_by(5) { |x| x[0] }, b.each_entry.min_by(3) { |x| x[0] }
p b.min_by(0) { |x| x[0] }
begin; b.min_by(-1) { }; rescue => e; p e.message; end
begin; b.min(-1); rescue => e; p e.message; end
p [5,3,1,4].min(2), [5,3,1,4].max(2), %w[pear fig kiwi].min(2) { |a,b| a.size <=> b.size }
p a.sort_by { |x| x[0] }
