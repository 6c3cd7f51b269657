# What inspect and to_s give for numbers of other kinds, regexps, data and strings of other encodings.
require_relative "../lib/check"

def show(label, value) = puts("#{label}: #{without_addresses(value.inspect)} #{without_addresses(value.to_s)}")

show "rational", 3/4r
show "complex", Complex(1, -2)
show "imaginary", 2i
Coord = Data.define(:x, :y)
show "data", Coord.new(1, "two")
show "data without members", Data.define.new
show "regexp", /a\/b/mix
p "é".encode("ISO-8859-1"), "é".force_encoding("US-ASCII"), "abc".encode("UTF-16LE")
