s = "st" + "rong"
w = WeakRef.new(s)
p w.weakref_alive?, w.object.equal?(s), w.__getobj__.equal?(s)    #=> true ⏎ true ⏎ true
p w.upcase, w.size, w.to_s                          #=> "STRONG" ⏎ 6 ⏎ "strong"
GC.start
GC.run(true)
p w.weakref_alive?, w.object                        #=> true ⏎ "strong"
s << "!"
p w.to_s                                            #=> "strong!"
p WeakRef::RefError.ancestors.include?(StandardError)    #=> true
