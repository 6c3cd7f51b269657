def mk = WeakRef.new("t" + "mp")
s = "ke" + "pt"; w, k = mk, WeakRef.new(s); GC.start
p w.weakref_alive?, k.weakref_alive?                       #=> false ⏎ true
begin; w.to_s; rescue WeakRef::RefError; puts "gone"; end  #=> gone
