# Objects with to_int and to_str in places of numbers and names.
require_relative "../lib/check"

check("to_path, to_int, to_sym") { k = Class.new { def to_int = 2; def to_str = "upcase" }; [[1, 2, 3][k.new], [0] * k.new, "a".send(k.new)] }
