p require_relative("circ2")
puts :circ1
