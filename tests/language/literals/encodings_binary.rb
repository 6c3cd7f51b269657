# encoding: binary
p __ENCODING__
p "abc".encoding, "\xff".encoding, "\u00e9".encoding, "x#{1}".encoding
p :abc.encoding
p "caf\xc3\xa9".length
