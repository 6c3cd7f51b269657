puts "loading nodef"
