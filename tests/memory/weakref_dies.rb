def make(n) = Array.new(n) { |i| WeakRef.new("temp#{i}") }
ws = make(50)
GC.start
p ws.count(&:weakref_alive?)                        #=> 0
begin
  ws[0].object
rescue WeakRef::RefError => e
  puts "dead"                                       #=> dead
end
begin
  ws[0].__getobj__
rescue WeakRef::RefError => e
  puts "dead too"                                   #=> dead too
end
strong = Array.new(10) { |i| "keep#{i}" }
ws = strong.map { |x| WeakRef.new(x) }
GC.start
p ws.count(&:weakref_alive?)                        #=> 10
strong.pop(4)
GC.start
p ws.count(&:weakref_alive?), ws[5].object          #=> 6 ⏎ "keep5"
