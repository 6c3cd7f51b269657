def price(count)
  "total: " + count * 3
end

price(2)
