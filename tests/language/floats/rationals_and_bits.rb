# Floats against rationals, and their bits.
require_relative "../lib/check"

check("to_r and rationalize") { [0.5.to_r, 0.1.to_r, 0.1.rationalize, 3.14.rationalize(0.01r), 1.5.rationalize] }
check("comparison") { [1.5 <=> 1, 1.5 <=> nil, 1.5 <=> "x", 1.5 > 1r, 1.5 == 3/2r, 1e300 * 10 > 10**300, 2.0**53 == 2**53 + 1] }
check("mixed") { [1 + 1.5, 1.5 + 1, 2**0.5, 2.0**2, 7 / 2.0, 7.0 / 2, 1r + 0.5, 2**70 + 0.5, 10**400 * 1.0, 1.0 / 10**400] }
check("bits") { [1.5, -0.0, 1e-310].map { |f| [f].pack("G").unpack1("Q>") } }
check("format of a rational") { format("%.3f %.20f", 1/3r, 1/3r) }
