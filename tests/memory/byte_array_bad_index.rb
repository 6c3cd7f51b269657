b = ByteArray.new(3)
def try
  yield
rescue => e
  puts e.is_a?(IndexError) ? "index" : e.class
end
try { b[3] }                                       #=> index
try { b[-1] }                                      #=> index
try { b[3] = 1 }                                   #=> index
try { b.get_byte(100) }                            #=> index
try { b.set_byte(3, 1) }                           #=> index
try { b.fetch_bytes(2, 2) }                        #=> index
try { b.fetch_bytes(-1, 1) }                       #=> index
try { ByteArray.new(-1) }                          #=> ArgumentError
try { b["x"] }                                     #=> TypeError
p b.size, b[0]                                     #=> 3 ⏎ 0
