puts "raising"
raise Interrupt, "by hand"
