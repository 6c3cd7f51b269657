p "\u0000\u0001\u001f\u007f"
p "\#$x \#@x \#{x} # x"
p "caf\u00e9 \u{1F600}"
p "\xff".inspect, "a\xffb"
p "\t\n\r\e\a\b\v\f"
p "'single' \"double\""
p "\\"
puts "\u00e9".inspect, "a\u200bb".inspect
p "\x80\x81".valid_encoding?, "ok".valid_encoding?
