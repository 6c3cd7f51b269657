puts "loading auto1"
class Auto1; def x; :auto1; end; end
