def flags(o) = ObjectSpace.header_of(o).flags
o = "s" + "t"
seen = []
10.times { GC.run(true); seen |= flags(o) }
GC.start
seen |= flags(o)
p seen & [:Forwarded, :Marked]                     #=> []
p flags(ByteArray.new(8)).include?(:StoresBytes)   #=> true
p flags("x".dup.freeze).class                      #=> Array
