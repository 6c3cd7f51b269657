class Broken
  X = 1
  raise NotImplementedError, "in body of #{self} #{X}"
end
