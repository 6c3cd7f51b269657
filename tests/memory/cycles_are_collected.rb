class Node
  attr_accessor :other, :pad
end
def cycle
  a = Node.new
  b = Node.new
  a.other = b
  b.other = a
  [WeakRef.new(a), WeakRef.new(b)]
end
ws = Array.new(20) { cycle }.flatten
GC.start
p ws.count(&:weakref_alive?)                        #=> 0
def self_ref
  x = []
  x << x
  h = { x => 1 }
  h[:h] = h
  WeakRef.new(x)
end
w = self_ref
GC.start
p w.weakref_alive?                                  #=> false
keep = cycle
a = Node.new
a.other = a
wa = WeakRef.new(a)
GC.start
p wa.weakref_alive?, a.other.equal?(a)              #=> true ⏎ true
