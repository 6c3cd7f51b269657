check = ->(v) { raise TypeError, "bad #{v}" unless v.is_a?(Integer) }
check.(1)
check.("two")
