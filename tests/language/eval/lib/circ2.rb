p require_relative("circ1")
puts :circ2
