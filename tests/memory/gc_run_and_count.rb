# svm: pin gc-stress
a = GC.count
GC.run(true)
GC.run(false)
GC.start
GC.start(full_mark: false)
p GC.count - a                                      #=> 4
p GC.run(true), GC.start                            #=> nil ⏎ nil
p GC.stat.class, GC.stat(:count) == GC.count        #=> Hash ⏎ true
p GC.stress                                         #=> false
