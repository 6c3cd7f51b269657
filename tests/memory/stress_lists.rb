GC.stress = true
a = []
20.times { |i| a << "item #{i}" }
h = {}
20.times { |i| h["k#{i}"] = [i, { n: i.to_s }] }
s = a.map(&:upcase).select { |x| x.include?("1") }.join(",")
f = (1..20).inject(:*)
b = a.each_slice(3).map { |x| x.reverse }.flatten.sort_by { |x| x.size }
c = -> { x = "cap" + "tured"; -> { x + "!" } }.call.call
t = Tuple.new(3)
3.times { |i| t[i] = "t#{i}" }
z = begin
  raise ArgumentError, "msg #{a.size}"
rescue => e
  e.message
end
GC.stress = false
p a.size, h["k7"], f, b.size, c, t[2], z            #=> 20 ⏎ [7, {n: "7"}] ⏎ 2432902008176640000 ⏎ 20 ⏎ "captured!" ⏎ "t2" ⏎ "msg 20"
puts s                                              #=> ITEM 1,ITEM 10,ITEM 11,ITEM 12,ITEM 13,ITEM 14,ITEM 15,ITEM 16,ITEM 17,ITEM 18,ITEM 19
