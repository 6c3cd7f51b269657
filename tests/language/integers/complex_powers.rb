# Powers that leave the real numbers, and literals of other kinds.
require_relative "../lib/check"

check("fractional exponent") { [4**0.5, (-8)**(1.0 / 3), 8**(1/3r)] }
check("literals") { [0b101, 0o17, 0xff, 017, 1_000_000, 0d10, 1e3, 1r, 2i, 1.5r, 0xFFFF_FFFF_FFFF] }
check("negative base") { [-1, -7, -2**64].map { |n| n**2.5 } }
check("negative float base") { [-2.5, -Float::INFINITY].map { |n| n**0.5 } }
