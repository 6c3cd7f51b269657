# svm: tenure-age=6
# svm: pin gc-stress
def young_pair
  o = "yo" + "ung"
  [WeakRef.new(o), o]
end
w, keep = young_pair
8.times { GC.run(true) }
p ObjectSpace.header_of(keep).zone, w.weakref_alive?     #=> :mature ⏎ true
keep = nil
GC.run(true)
p w.weakref_alive?                                       #=> true
GC.start
p w.weakref_alive?                                       #=> false
def temp = WeakRef.new("t" + "mp")
t = temp
GC.run(true)
p t.weakref_alive?                                       #=> false
