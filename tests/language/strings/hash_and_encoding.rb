u="é"; b=u.b
p u.hash==b.hash, u.eql?(b), u==b, {u=>1}[b], {b=>1}[u]
a="abc"; ab=a.b
p a.hash==ab.hash, a.eql?(ab), a==ab, {a=>1}[ab]
x="\xff"; y=x.b
p x.hash==y.hash, x==y, x.eql?(y), x.equal?(y)
p "".hash=="".b.hash, "".eql?("".b)
p ["é"].uniq.size, ["é","é".b].uniq.size, ["é"] & ["é".b], ["é"].include?("é".b), ["é"].hash == ["é".b].hash
p "é".casecmp("é".b), "é" <=> "é".b, "é".b <=> "é", "é" === "é".b
