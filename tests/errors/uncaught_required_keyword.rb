def opts(a:, b:)
  [a, b]
end
opts(a: 1)
