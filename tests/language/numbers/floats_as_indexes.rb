# What is no machine word says so where an index or a count is wanted.
def t = begin; p yield; rescue Exception; puts("#{$!.class}: #{$!.message}"); end
t { [1].fetch(9.3e18) }
t { [1].fetch(Float::NAN) }
t { [1].fetch(-Float::INFINITY) }
t { [1][Float::NAN] }
t { "a"[Float::NAN] }
t { [1].first(1e20) }
t { [1].first(Float::INFINITY) }
t { [1][9223372036854775807.0] }
t { [1][-9223372036854775808.0] }
t { Array.new(1e19) }
t { [1].rotate(1.9) }
t { [1].each_slice(1e30).to_a }
t { [1].each_slice(Float::NAN).to_a }
t { "a" * 1e30 }
t { "a" * Float::NAN }
t { 1.upto(Float::NAN).size }
t { [1,2].cycle(1e30) {break} }
t { [1,2].each_cons(9.2233e18).to_a }
t { [1,2].combination(9.2233e18).to_a }
t { "abc".byteslice(9.3e18) }
t { "abc".center(1e30) }
t { Integer.sqrt(1e30) }
t { 5[1e30] }
t { 5 << 1e30 }
t { "%c" % 1e30 }
t { [65].pack("C") + [1e30].pack("C") }
t { [1].fetch(9.22e18) { 5 } }
t { "abc"[9.22e18] }
t { [1, 2].insert(2**62, 1) }
t { [1, 2, 3].each_slice(2**62).to_a }
t { [1, 2, 3].each_slice(2**64).to_a }
