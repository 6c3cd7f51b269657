$bad = ($bad||0)+1
raise "bad load"
