puts "loading auto2"
module Outer; class Auto2; end; end
