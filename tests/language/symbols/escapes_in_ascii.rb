# Symbols of ASCII characters alone show bytes, others show characters.

p :"\0", :"\x01", :"\e", :"\x7f", :"a b\x02"
p :"é\x01", :"é\x7f", :"é\0 b"
p "\0", "\x7f", "\x01é"
p({ "\x01": 1, "é\x01": 2 })
p "\x03".to_sym, "\x03".to_sym.to_s, :"\n\t\\"
