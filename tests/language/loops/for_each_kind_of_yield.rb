class E0; def each; yield; yield 1; yield 1,2; yield [3,4]; yield [[5]]; yield nil; yield []; end; end
for *a in E0.new do p a end
for a in E0.new do p a end
for a, in E0.new do p a end
for a, b in E0.new do p [a,b] end
for a, *b in E0.new do p [a,b] end
for *a, b in E0.new do p [a,b] end
class O; attr_accessor :v; end
o = O.new
for o.v in E0.new do p o.v end
h = {}
for h[:k] in E0.new do p h end
for *h[:k] in E0.new do p h end
for @i, $g in E0.new do p [@i, $g] end
