def area(width, height = width, unit:)
  width * height
end

area(1, 2, 3, unit: :cm)
