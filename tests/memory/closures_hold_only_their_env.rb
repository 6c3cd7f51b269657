def make
  captured = "cap" + "tured"
  w1 = WeakRef.new(captured)
  other = "not " + "captured"
  w2 = WeakRef.new(other)
  [-> { captured }, w1, w2]
end
l, w1, w2 = make
GC.start
p w1.weakref_alive?, w2.weakref_alive?, l.call      #=> true ⏎ false ⏎ "captured"
l = nil
GC.start
p w1.weakref_alive?                                 #=> false
