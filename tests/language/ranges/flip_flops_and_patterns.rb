# Ranges as flip-flops and as patterns.
require_relative "../lib/check"

check("flip-flop") { (1..10).select { |i| true if (i == 3)..(i == 5) } }
check("flip-flop with ...") { (1..10).select { |i| true if (i % 3 == 0)...(i % 3 == 0) } }
check("pattern") { case 5; in 1..9 then :in; end }
