def two(a, b)
  a + b
end

two(1)
