puts "going"
abort "abort message"
