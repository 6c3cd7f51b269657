def make
  f = Fiber.new do
    local = "held by the fiber"
    Fiber.yield WeakRef.new(local)
    local.upcase
  end
  [f, f.resume]
end
f, w = make
GC.start
5.times { GC.run(true) }
p w.weakref_alive?                                  #=> true
p f.resume                                          #=> "HELD BY THE FIBER"
GC.start
p w.weakref_alive?                                  #=> false
def abandon = Array.new(20) { make[1] }
ws = abandon
GC.start
p ws.count(&:weakref_alive?)                        #=> 0
