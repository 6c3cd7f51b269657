raise ArgumentError, "first line\nsecond line\nthird"
