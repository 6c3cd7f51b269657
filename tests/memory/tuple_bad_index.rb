t = Tuple.new(2)
def try
  yield
rescue => e
  p e.class
end
try { t[2] }                                       #=> InvalidIndexError
try { t[2] = 1 }                                   #=> InvalidIndexError
try { t[-1] }                                      #=> InvalidIndexError
try { t.at(99) }                                   #=> InvalidIndexError
try { t.put(5, 1) }                                #=> InvalidIndexError
try { t[2**70] }                                   #=> InvalidIndexError
try { Tuple.new(-1) }                              #=> ArgumentError
try { t["x"] }                                     #=> TypeError
p InvalidIndexError.superclass                     #=> IndexError
p t[0], t[1]                                       #=> nil ⏎ nil
